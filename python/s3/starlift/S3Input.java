package starlift;

import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.fs.FSInputStream;

/** Reads an object by ranges, a piece at a time. */
final class S3Input extends FSInputStream {
  private static final int PIECE = 1024 * 1024;

  private final S3Client client;
  private final S3Entry object;
  private long position = 0L;
  private long start = 0L;
  private byte[] piece = new byte[0];

  S3Input(S3Client client, S3Entry object) {
    this.client = client;
    this.object = object;
  }

  public synchronized long getPos() {
    return position;
  }

  public synchronized void seek(long to) throws IOException {
    if (to < 0 || to > object.size) throw new EOFException(client.name(object.key) + " has " + object.size + " bytes, not " + to);
    position = to;
  }

  public boolean seekToNewSource(long to) {
    return false;
  }

  public synchronized int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
  }

  public synchronized int read(byte[] into, int at, int length) throws IOException {
    if (length == 0) return 0;
    if (position >= object.size) return -1;
    if (position < start || position >= start + piece.length) fetch(length);
    int from = (int) (position - start);
    int n = Math.min(length, piece.length - from);
    System.arraycopy(piece, from, into, at, n);
    position += n;
    return n;
  }

  public synchronized int available() {
    return (int) Math.min(Integer.MAX_VALUE, object.size - position);
  }

  private void fetch(int wanted) throws IOException {
    int length = (int) Math.min(object.size - position, (long) Math.max(wanted, PIECE));
    piece = client.read(object.key, object.etag, position, length);
    start = position;
    if (piece.length == 0) throw new EOFException(client.name(object.key) + " ended before its size");
  }
}
