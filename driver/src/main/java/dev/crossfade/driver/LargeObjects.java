package dev.crossfade.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.Charset;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Makes one large object of a value. pgjdbc would make one for each place that the value goes to, and both shapes would hold different ones. */
final class LargeObjects {
  private LargeObjects() {}

  static long write(BaseConnection connection, Blob blob) throws SQLException {
    long length = blob.length();
    try (InputStream content = blob.getBinaryStream()) {
      // Some make blobs that don't know their length.
      return write(connection, content, length < 0 ? Long.MAX_VALUE : length);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  static long write(BaseConnection connection, InputStream content, long length)
      throws SQLException {
    LargeObjectManager objects = connection.getLargeObjectAPI();
    long oid = objects.createLO();
    byte[] buffer = new byte[8192];
    try (LargeObject object = objects.open(oid);
        OutputStream out = object.getOutputStream()) {
      long left = length;
      while (left > 0) {
        int read = content.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          break;
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    } catch (IOException e) {
      throw failure(e);
    }
    return oid;
  }

  static long write(BaseConnection connection, Clob clob) throws SQLException {
    long length = clob.length();
    LargeObjectManager objects = connection.getLargeObjectAPI();
    long oid = objects.createLO();
    Charset charset = Charset.forName(connection.getEncoding().name());
    try (Reader content = clob.getCharacterStream();
        LargeObject object = objects.open(oid);
        Writer out = new OutputStreamWriter(object.getOutputStream(), charset)) {
      out.write(Spool.text(content, length < 0 ? Integer.MAX_VALUE : (int) length));
    } catch (IOException e) {
      throw failure(e);
    }
    return oid;
  }

  private static SQLException failure(IOException cause) {
    return new PSQLException(
        GT.tr("Unexpected error writing large object to database."),
        PSQLState.UNEXPECTED_ERROR,
        cause);
  }
}
