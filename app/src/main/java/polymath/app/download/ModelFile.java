package polymath.app.download;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// A file to fetch.
///
/// @param source where it is, `https`
/// @param name it gets here; never one that a server sent
/// @param bytes its length, if that is known before
/// @param sha256 64 hexadecimal digits in small letters, if they are known before; a hub may name them too
public record ModelFile(URI source, String name, OptionalLong bytes, Optional<String> sha256) {
    /// @throws IllegalArgumentException if the name is not that of a file in a folder, or the hash has another form
    public ModelFile {
        if (name.isBlank() || name.startsWith(".") || name.length() > 200 || !name.matches("[\\w .()+-]+"))
            throw new IllegalArgumentException("no name of a file: " + name);
        sha256 = sha256.map(hash -> hash.toLowerCase(Locale.ROOT));
        if (sha256.isPresent() && !isSha256(sha256.get()))
            throw new IllegalArgumentException("no SHA-256: " + sha256.get());
    }

    static boolean isSha256(String text) {
        return text.matches("[0-9a-f]{64}");
    }
}
