package starlift;

/** An object, or a folder: what keys have in common up to a slash, which is its last character. */
final class S3Entry {
  final String key;
  final long size;
  final long modified;
  final String etag;
  final boolean folder;

  S3Entry(String key, long size, long modified, String etag, boolean folder) {
    this.key = key;
    this.size = size;
    this.modified = modified;
    this.etag = etag;
    this.folder = folder;
  }
}
