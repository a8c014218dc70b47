package starlift;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * `s3://bucket/key` of the sandbox for Spark. What Spark writes before it commits (`_temporary`, `.spark-staging-…`) stays in a folder of this
 * machine; a commit's renames put it into S3, each object once and whole. So a versioned bucket keeps no versions of drafts.
 */
public final class S3FileSystem extends FileSystem {
  private URI uri;
  private String bucket;
  private S3Client client;
  private File folder;
  private RawLocalFileSystem local;

  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    setConf(conf);
    bucket = name.getAuthority();
    uri = URI.create(name.getScheme() + "://" + bucket);
    client = new S3Client(conf.get("starlift.endpoint"), bucket);
    folder = new File(conf.get("starlift.staging"), bucket);
    local = new RawLocalFileSystem();
    local.initialize(URI.create("file:///"), conf);
  }

  public URI getUri() {
    return uri;
  }

  public String getScheme() {
    return uri.getScheme();
  }

  public Path getWorkingDirectory() {
    return new Path(uri.toString() + "/");
  }

  public void setWorkingDirectory(Path path) {
  }

  private String keyOf(Path path) {
    checkPath(path);
    String whole = path.toUri().getPath();
    return whole.startsWith("/") ? whole.substring(1) : whole;
  }

  private static boolean isStaged(Path path) {
    String whole = path.toUri().getPath() + "/";
    return whole.indexOf("/_temporary/") >= 0 || whole.indexOf("/.spark-staging-") >= 0;
  }

  /** Where drafts of a path stand, and folders that hold nothing yet. */
  private Path stagedAt(Path path) {
    return new Path(new File(folder, keyOf(path)).toURI().getPath());
  }

  private FileStatus asOurs(FileStatus status, Path path) {
    return new FileStatus(status.getLen(), status.isDirectory(), 1, status.getBlockSize(), status.getModificationTime(), qualified(path));
  }

  private Path qualified(Path path) {
    return path.makeQualified(uri, getWorkingDirectory());
  }

  private FileStatus statusOf(S3Entry entry, Path path) {
    return new FileStatus(entry.size, entry.folder, 1, 33554432L, entry.modified, qualified(path));
  }

  private Path pathOf(String key) {
    return new Path(uri.getScheme(), bucket, "/" + (key.endsWith("/") ? key.substring(0, key.length() - 1) : key));
  }

  private static String below(String key) {
    return key.length() == 0 ? "" : key + "/";
  }

  public FileStatus getFileStatus(Path path) throws IOException {
    if (isStaged(path)) return asOurs(local.getFileStatus(stagedAt(path)), path);
    String key = keyOf(path);
    S3Entry object = key.length() == 0 ? null : client.head(key);
    if (object != null) return statusOf(object, path);
    boolean isFolder = client.list(below(key), false, 1).size() > 0 || key.length() == 0;
    if (!isFolder && !local.exists(stagedAt(path))) throw new FileNotFoundException("There is nothing at " + client.name(key));
    return new FileStatus(0L, true, 1, 0L, 0L, qualified(path));
  }

  public FileStatus[] listStatus(Path path) throws IOException {
    if (isStaged(path)) return listStaged(path);
    FileStatus own = getFileStatus(path);
    if (!own.isDirectory()) return new FileStatus[] {own};
    String prefix = below(keyOf(path));
    List found = client.list(prefix, true, Integer.MAX_VALUE);
    List statuses = new ArrayList();
    for (int i = 0; i < found.size(); i++) {
      S3Entry entry = (S3Entry) found.get(i);
      if (!entry.key.equals(prefix)) statuses.add(statusOf(entry, pathOf(entry.key)));
    }
    return (FileStatus[]) statuses.toArray(new FileStatus[statuses.size()]);
  }

  private FileStatus[] listStaged(Path path) throws IOException {
    FileStatus[] found = local.listStatus(stagedAt(path));
    for (int i = 0; i < found.length; i++) found[i] = asOurs(found[i], new Path(path, found[i].getPath().getName()));
    return found;
  }

  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    if (isStaged(path)) return local.open(stagedAt(path), bufferSize);
    S3Entry object = client.head(keyOf(path));
    if (object == null) throw new FileNotFoundException("There is no object " + client.name(keyOf(path)));
    return new FSDataInputStream(new S3Input(client, object));
  }

  public FSDataOutputStream create(Path path, FsPermission permission, boolean overwrite, int bufferSize, short replication,
      long blockSize, Progressable progress) throws IOException {
    if (isStaged(path)) return local.create(stagedAt(path), permission, overwrite, bufferSize, replication, blockSize, progress);
    if (!overwrite && exists(path)) throw new FileAlreadyExistsException(client.name(keyOf(path)) + " is there");
    File draft = new File(folder.getParentFile(), ".uploads/" + UUID.randomUUID().toString());
    return new FSDataOutputStream(new S3Output(client, keyOf(path), draft, overwrite), null);
  }

  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) throws IOException {
    throw new UnsupportedOperationException("S3 cannot append to " + client.name(keyOf(path)));
  }

  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    return local.mkdirs(stagedAt(path));
  }

  public boolean delete(Path path, boolean recursive) throws IOException {
    Path staged = stagedAt(path);
    if (isStaged(path)) return local.delete(staged, recursive);
    String key = keyOf(path);
    boolean object = key.length() > 0 && client.head(key) != null;
    List found = client.list(below(key), false, Integer.MAX_VALUE);
    if (found.size() > 0 && !recursive) throw new PathIsNotEmptyDirectoryException(client.name(key));
    if (object) client.delete(key);
    for (int i = 0; i < found.size(); i++) client.delete(((S3Entry) found.get(i)).key);
    boolean folderHere = !object && local.delete(staged, true);
    return object || found.size() > 0 || folderHere;
  }

  public boolean rename(Path from, Path to) throws IOException {
    if (!exists(from)) return false;
    Path target = exists(to) && getFileStatus(to).isDirectory() && !getFileStatus(from).isDirectory() ? new Path(to, from.getName()) : to;
    if (isStaged(from) && isStaged(target)) {
      local.mkdirs(stagedAt(target).getParent());
      return local.rename(stagedAt(from), stagedAt(target));
    }
    if (isStaged(target)) throw new UnsupportedOperationException("cannot move " + from + " to " + target);
    if (isStaged(from)) upload(from, target);
    else move(from, target);
    return true;
  }

  private void upload(Path from, Path to) throws IOException {
    FileStatus status = getFileStatus(from);
    if (status.isDirectory()) {
      FileStatus[] all = listStaged(from);
      for (int i = 0; i < all.length; i++) upload(all[i].getPath(), new Path(to, all[i].getPath().getName()));
    } else client.put(keyOf(to), new File(stagedAt(from).toUri().getPath()), true);
    local.delete(stagedAt(from), true);
  }

  private void move(Path from, Path to) throws IOException {
    String key = keyOf(from);
    if (!getFileStatus(from).isDirectory()) {
      client.copy(key, keyOf(to));
      client.delete(key);
      return;
    }
    List found = client.list(below(key), false, Integer.MAX_VALUE);
    for (int i = 0; i < found.size(); i++) {
      String each = ((S3Entry) found.get(i)).key;
      client.copy(each, below(keyOf(to)) + each.substring(below(key).length()));
      client.delete(each);
    }
  }
}
