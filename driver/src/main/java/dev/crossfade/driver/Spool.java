package dev.crossfade.driver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** A stream's content, to be read any number of times: in memory while it is small, in a temporary file otherwise, as pgjdbc does. */
final class Spool {
  private static final int IN_MEMORY = 51_200;

  private final byte[] head;
  // Unlinked while it is open; closed when nobody holds the value any more.
  private final @Nullable FileChannel file;
  private final int length;

  private Spool(byte[] head, @Nullable FileChannel file, int length) {
    this.head = head;
    this.file = file;
    this.length = length;
  }

  static Spool of(InputStream stream) throws SQLException {
    try {
      byte[] head = stream.readNBytes(IN_MEMORY);
      if (head.length < IN_MEMORY) {
        return new Spool(head, null, head.length);
      }
      FileChannel file = temporaryFile();
      long rest = stream.transferTo(Channels.newOutputStream(file));
      if (rest + head.length > Integer.MAX_VALUE) {
        file.close();
        throw new PSQLException(
            GT.tr("Object is too large to send over the protocol."),
            PSQLState.NUMERIC_CONSTANT_OUT_OF_RANGE);
      }
      return new Spool(head, file, (int) rest + head.length);
    } catch (IOException e) {
      throw new PSQLException(GT.tr("Provided InputStream failed."), PSQLState.UNEXPECTED_ERROR, e);
    }
  }

  private static FileChannel temporaryFile() throws IOException {
    return FileChannel.open(
        Files.createTempFile("crossfade-stream", ".tmp"),
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
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

  /** The content from its beginning, whoever else is reading. */
  InputStream open() {
    InputStream start = new ByteArrayInputStream(head);
    return file == null ? start : new SequenceInputStream(start, new Rest(file));
  }

  int length() {
    return length;
  }

  /** A file from its beginning, with a position of its own. */
  private static final class Rest extends InputStream {
    private final FileChannel file;
    private long position;

    Rest(FileChannel file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = file.read(ByteBuffer.wrap(buffer, offset, length), position);
      position += Math.max(read, 0);
      return read;
    }
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
