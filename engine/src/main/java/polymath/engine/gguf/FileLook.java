package polymath.engine.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Guesses what a file is that should have been a GGUF file, so that the message can name it.
final class FileLook {
    private static final int LOOKED_AT_BYTES = 512;
    private static final int TAR_MAGIC_AT = 257;

    /// First bytes (as Latin-1) of the formats that people take for models.
    private static final Map<String, String> MAGICS = new TreeMap<>(Map.ofEntries(
            Map.entry("PK\3\4", "a ZIP archive (a PyTorch file, perhaps)"),
            Map.entry("\37\213", "a gzip archive"),
            Map.entry("7z\274\257", "a 7-Zip archive"),
            Map.entry("Rar!", "a RAR archive"),
            Map.entry("\3757zXZ", "an XZ archive"),
            Map.entry("BZh", "a bzip2 archive"),
            Map.entry("\50\265\57\375", "a Zstandard archive"),
            Map.entry("%PDF", "a PDF document"),
            Map.entry("\211PNG", "a PNG picture"),
            Map.entry("\377\330\377", "a JPEG picture"),
            Map.entry("\211HDF", "an HDF5 file"),
            Map.entry("\177ELF", "a program"),
            Map.entry("MZ", "a program"),
            Map.entry("lmgg", "a model in the old GGML format"),
            Map.entry("tjgg", "a model in the old GGML format"),
            Map.entry("fmgg", "a model in the old GGML format"),
            Map.entry("FUGG", "a GGUF file with reversed bytes"),
            Map.entry("version https://git-lfs", "a Git LFS pointer (the model itself was not downloaded)")));

    private FileLook() {}

    /// With its article: "a web page".
    static String of(MemorySegment file) {
        byte[] start =
                file.asSlice(0, Math.min(LOOKED_AT_BYTES, file.byteSize())).toArray(ValueLayout.JAVA_BYTE);
        String latin = new String(start, StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> magic : MAGICS.entrySet())
            if (latin.startsWith(magic.getKey())) return magic.getValue();
        if (latin.startsWith("ustar", TAR_MAGIC_AT)) return "a tar archive";
        if (isPickle(latin)) return "a Python pickle (a PyTorch file, perhaps)";
        // A safetensors file starts with the length of its JSON header in 8 bytes.
        if (latin.length() > 9 && latin.charAt(7) == 0 && latin.startsWith("{\"", 8)) return "a safetensors file";
        if (latin.chars().allMatch(c -> c == 0)) return "a file of zeros (an unfinished download, perhaps)";
        return text(latin);
    }

    private static boolean isPickle(String latin) {
        return latin.length() > 1 && latin.charAt(0) == 0x80 && latin.charAt(1) >= 2 && latin.charAt(1) <= 5;
    }

    private static String text(String latin) {
        String utf8Mark = "\u00EF\u00BB\u00BF";
        String text = latin.startsWith(utf8Mark) ? latin.substring(utf8Mark.length()) : latin;
        String start = text.strip().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.contains("<html") || start.contains("<head>"))
            return "a web page (the download may need a login)";
        if (start.startsWith("<?xml")) return "an XML file (an error message of a server, perhaps)";
        if (start.startsWith("{") || start.startsWith("[")) return "a JSON file";
        if (text.chars().allMatch(c -> (c >= ' ' && c != 0x7F) || c == '\n' || c == '\r' || c == '\t'))
            return "a text file";
        return "a file of unknown kind";
    }
}
