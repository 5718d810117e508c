package dev.crossfade.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.sql.SQLException;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.StreamWrapper;

/** A stream's content, to be read any number of times: in memory while it is small, in a temporary file otherwise, as pgjdbc does. */
final class Spool {
  private final StreamWrapper content;

  private Spool(StreamWrapper content) {
    this.content = content;
  }

  static Spool of(InputStream stream) throws SQLException {
    return new Spool(new StreamWrapper(stream));
  }

  /** Reads no further than pgjdbc would. */
  static Spool of(InputStream stream, long length) throws SQLException {
    return of(new Limited(stream, length));
  }

  static String text(InputStream stream, Charset charset, int length) throws SQLException {
    return text(new InputStreamReader(stream, charset), length);
  }

  /** At most so many characters. */
  static String text(Reader reader, int length) throws SQLException {
    StringBuilder text = new StringBuilder();
    char[] buffer = new char[Math.min(8192, Math.max(1, length))];
    try {
      while (text.length() < length) {
        int read = reader.read(buffer, 0, Math.min(buffer.length, length - text.length()));
        if (read < 0) {
          break;
        }
        text.append(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new PSQLException(GT.tr("Provided Reader failed."), PSQLState.UNEXPECTED_ERROR, e);
    }
    return text.toString();
  }

  InputStream open() throws SQLException {
    try {
      return content.getStream();
    } catch (IOException e) {
      throw new PSQLException(GT.tr("Provided InputStream failed."), PSQLState.UNEXPECTED_ERROR, e);
    }
  }

  int length() {
    return content.getLength();
  }

  /** The first bytes of a stream; closing it leaves the stream open. */
  private static final class Limited extends InputStream {
    private final InputStream stream;
    private long left;

    Limited(InputStream stream, long left) {
      this.stream = stream;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      if (left <= 0) {
        return -1;
      }
      int next = stream.read();
      left--;
      return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = stream.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }
  }
}
