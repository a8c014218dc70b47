package starlift;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The few requests of S3 that a file system needs, to the sandbox, which checks no signatures. Written for Janino: no lambdas, casts for generics. */
final class S3Client {
  private static final String CREDENTIAL =
      "AWS4-HMAC-SHA256 Credential=spark/20200101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";

  private final String endpoint;
  private final String bucket;

  S3Client(String endpoint, String bucket) {
    this.endpoint = endpoint;
    this.bucket = bucket;
  }

  /** Size, time in ms and ETag of an object; null where there is none. */
  S3Entry head(String key) throws IOException {
    HttpURLConnection request = request("HEAD", key, "");
    if (request.getResponseCode() == 404) return null;
    refuse(request, key);
    return new S3Entry(key, request.getContentLengthLong(), request.getLastModified(), request.getHeaderField("ETag"), false);
  }

  /** What stands below a prefix: objects and, up to the next slash, folders; all objects however deep without `folders`. */
  List list(String prefix, boolean folders, int most) throws IOException {
    List found = new ArrayList();
    String token = "";
    do {
      String query = "?list-type=2&encoding-type=url&prefix=" + encoded(prefix, false) + "&max-keys=" + Math.min(most, 1000)
          + (folders ? "&delimiter=%2F" : "") + token;
      HttpURLConnection request = request("GET", "", query);
      refuse(request, prefix);
      Element answer = parsed(request.getInputStream()).getDocumentElement();
      addObjects(answer, prefix, found);
      addFolders(answer, found);
      String next = text(answer, "NextContinuationToken");
      token = next == null ? null : "&continuation-token=" + encoded(next, false);
    } while (token != null && found.size() < most);
    return found;
  }

  private static void addObjects(Element answer, String prefix, List found) throws IOException {
    NodeList objects = answer.getElementsByTagName("Contents");
    for (int i = 0; i < objects.getLength(); i++) {
      Element object = (Element) objects.item(i);
      String key = decoded(text(object, "Key"));
      long modified = java.time.Instant.parse(text(object, "LastModified")).toEpochMilli();
      if (!key.equals(prefix))
        found.add(new S3Entry(key, Long.parseLong(text(object, "Size")), modified, text(object, "ETag"), false));
      else found.add(new S3Entry(key, 0L, modified, null, true));
    }
  }

  private static void addFolders(Element answer, List found) throws IOException {
    NodeList folders = answer.getElementsByTagName("CommonPrefixes");
    for (int i = 0; i < folders.getLength(); i++)
      found.add(new S3Entry(decoded(text((Element) folders.item(i), "Prefix")), 0L, 0L, null, true));
  }

  /** Bytes from `from`, as many as fit; refused where the object is no longer the one of the ETag. */
  byte[] read(String key, String etag, long from, int length) throws IOException {
    HttpURLConnection request = request("GET", key, "");
    request.setRequestProperty("Range", "bytes=" + from + "-" + (from + length - 1));
    if (etag != null) request.setRequestProperty("If-Match", etag);
    if (request.getResponseCode() == 412) throw new IOException(name(key) + " was changed while it was read");
    refuse(request, key);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
    pour(request.getInputStream(), bytes);
    return bytes.toByteArray();
  }

  /** Makes a file an object. */
  void put(String key, File file, boolean overwrite) throws IOException {
    HttpURLConnection request = request("PUT", key, "");
    request.setDoOutput(true);
    request.setFixedLengthStreamingMode(file.length());
    request.setRequestProperty("Content-Type", "application/octet-stream");
    if (!overwrite) request.setRequestProperty("If-None-Match", "*");
    OutputStream body = request.getOutputStream();
    InputStream bytes = new FileInputStream(file);
    try {
      pour(bytes, body);
    } finally {
      bytes.close();
      body.close();
    }
    refuse(request, key);
  }

  void copy(String from, String to) throws IOException {
    HttpURLConnection request = request("PUT", to, "");
    request.setRequestProperty("x-amz-copy-source", "/" + bucket + "/" + encoded(from, true));
    refuse(request, from);
  }

  void delete(String key) throws IOException {
    refuse(request("DELETE", key, ""), key);
  }

  String name(String key) {
    return "s3://" + bucket + "/" + key;
  }

  private HttpURLConnection request(String method, String key, String query) throws IOException {
    URL url = new URL(endpoint + "/" + bucket + (key.length() == 0 ? "" : "/" + encoded(key, true)) + query);
    HttpURLConnection request = (HttpURLConnection) url.openConnection(java.net.Proxy.NO_PROXY);
    request.setRequestMethod(method);
    request.setRequestProperty("Authorization", CREDENTIAL);
    return request;
  }

  /** Nothing where the answer is a good one; reads it to its end where it has no use. */
  private void refuse(HttpURLConnection request, String key) throws IOException {
    int status = request.getResponseCode();
    if (status < 300) return;
    InputStream said = request.getErrorStream();
    String code = String.valueOf(status);
    String message = "";
    if (said != null && !request.getRequestMethod().equals("HEAD")) {
      Element error = parsed(said).getDocumentElement();
      code = text(error, "Code");
      message = text(error, "Message");
    }
    String what = name(key) + ": " + message + " (" + code + ")";
    if (status == 404) throw new FileNotFoundException(what);
    throw new IOException(what);
  }

  private static Document parsed(InputStream xml) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml);
    } catch (IOException error) {
      throw error;
    } catch (Exception error) {
      throw new IOException("what S3 said is no XML", error);
    } finally {
      xml.close();
    }
  }

  private static String text(Element within, String tag) {
    NodeList found = within.getElementsByTagName(tag);
    return found.getLength() == 0 ? null : found.item(0).getTextContent();
  }

  private static void pour(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[65536];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) to.write(buffer, 0, n);
  }

  private static String decoded(String text) throws IOException {
    return URLDecoder.decode(text, "UTF-8");
  }

  private static String encoded(String text, boolean slashes) throws IOException {
    StringBuilder out = new StringBuilder();
    byte[] bytes = text.getBytes("UTF-8");
    for (int i = 0; i < bytes.length; i++) {
      int c = bytes[i] & 255;
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-_.~".indexOf(c) >= 0;
      if (plain || slashes && c == '/') out.append((char) c);
      else out.append(String.format("%%%02X", new Object[] {Integer.valueOf(c)}));
    }
    return out.toString();
  }
}
