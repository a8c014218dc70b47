package starlift;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A file on this machine that becomes an object, whole, when it is closed. */
final class S3Output extends OutputStream {
  private final S3Client client;
  private final String key;
  private final File file;
  private final boolean overwrite;
  private final OutputStream bytes;
  private boolean closed = false;

  S3Output(S3Client client, String key, File file, boolean overwrite) throws IOException {
    this.client = client;
    this.key = key;
    this.file = file;
    this.overwrite = overwrite;
    file.getParentFile().mkdirs();
    this.bytes = new BufferedOutputStream(new FileOutputStream(file), 65536);
  }

  public void write(int one) throws IOException {
    bytes.write(one);
  }

  public void write(byte[] from, int at, int length) throws IOException {
    bytes.write(from, at, length);
  }

  public void flush() throws IOException {
    bytes.flush();
  }

  public void close() throws IOException {
    if (closed) return;
    closed = true;
    bytes.close();
    try {
      client.put(key, file, overwrite);
    } finally {
      file.delete();
    }
  }
}
