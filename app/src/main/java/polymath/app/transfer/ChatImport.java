package polymath.app.transfer;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import polymath.app.storage.ArchivedChat;
import polymath.app.transfer.ImportException.Code;

/// Reads chats from our own JSON, from ChatGPT's `conversations.json`, or from the archive ChatGPT sends. All of a file
/// is read and found to be sound before anything of it is kept.
final class ChatImport {
    private static final long MOST_BYTES = 512L << 20;
    private static final Pattern CONVERSATIONS = Pattern.compile("(?:.*/)?conversations(?:-\\d+)?\\.json");

    private final Path file;
    private final String name;
    private final ImportBudget budget = new ImportBudget();

    private ChatImport(Path file) {
        this.file = file;
        name = String.valueOf(file.getFileName());
    }

    static List<ArchivedChat> read(Path file) throws ImportException {
        return new ChatImport(file).read();
    }

    private List<ArchivedChat> read() throws ImportException {
        try {
            // before it is opened: opening a pipe waits for its other end
            if (!Files.isRegularFile(file)) throw new ImportException(Code.UNREADABLE, name);
            if (Files.size(file) > MOST_BYTES) throw new ImportException(Code.TOO_LARGE, name);
            try (InputStream in = Files.newInputStream(file)) {
                byte[] magic = in.readNBytes(2);
                if (magic.length == 2 && magic[0] == 'P' && magic[1] == 'K') return archive();
            }
            try (InputStream in = Files.newInputStream(file)) {
                return json(in);
            }
        } catch (ZipException e) {
            throw new ImportException(Code.NOT_CHATS, name);
        } catch (IOException e) {
            throw new ImportException(Code.UNREADABLE, name);
        }
    }

    /// The entries are reached through the directory of the archive: what else is in it is not unpacked.
    private List<ArchivedChat> archive() throws IOException, ImportException {
        List<ArchivedChat> chats = new ArrayList<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<? extends ZipEntry> entries = zip.stream()
                    .filter(entry -> CONVERSATIONS.matcher(entry.getName()).matches())
                    .limit(1_000)
                    .toList();
            if (entries.isEmpty()) throw new ImportException(Code.NOT_CHATS, name);
            for (ZipEntry entry : entries)
                try (InputStream in = zip.getInputStream(entry)) {
                    chats.addAll(json(in));
                }
        }
        return chats;
    }

    private List<ArchivedChat> json(InputStream in) throws IOException, ImportException {
        JsonReader reader = new JsonReader(new InputStreamReader(new Bounded(in), StandardCharsets.UTF_8));
        reader.setStrictness(Strictness.STRICT);
        JsonChatsReader own = new JsonChatsReader(reader, budget);
        try {
            JsonToken first = reader.peek();
            List<ArchivedChat> chats =
                    first == JsonToken.BEGIN_ARRAY ? new ChatGptReader(reader, budget).read() : own.read();
            if (reader.peek() != JsonToken.END_DOCUMENT)
                throw new ImportException(Code.DAMAGED, name, reader.getPath());
            if (chats.isEmpty() && first == JsonToken.BEGIN_ARRAY) throw new ImportException(Code.NOT_CHATS, name);
            return chats;
        } catch (ImportBudget.ExceededException e) {
            throw new ImportException(Code.TOO_LARGE, name);
        } catch (JsonChatsReader.NewerException e) {
            throw new ImportException(Code.NEWER, name);
        } catch (JsonChatsReader.ForeignException e) {
            throw new ImportException(Code.NOT_CHATS, name);
        } catch (MalformedJsonException | EOFException | RuntimeException e) {
            // the last: something that is no time, no id, missing, or of another type than it should be
            boolean begun = own.recognized() || reader.getPath().length() > 2;
            throw begun
                    ? new ImportException(Code.DAMAGED, name, reader.getPath())
                    : new ImportException(Code.NOT_CHATS, name);
        }
    }

    /// An archive's few bytes may unpack to any number.
    private static final class Bounded extends FilterInputStream {
        private long left = MOST_BYTES;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            if (left-- <= 0) throw new ImportBudget.ExceededException();
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            left -= Math.max(0, count);
            if (left < 0) throw new ImportBudget.ExceededException();
            return count;
        }
    }
}
