package polymath.app.models;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import polymath.app.download.ModelFile;

/// What a user gave as the address of a model file: the file itself, or the hub's page about it.
public sealed interface ModelAddress {
    /// @param file to fetch
    record Good(ModelFile file) implements ModelAddress {}

    record Bad(Reason reason) implements ModelAddress {}

    enum Reason {
        /// Cannot be read as an address.
        NO_ADDRESS,
        /// Not `https`.
        NOT_SAFE,
        /// Does not end in `.gguf`.
        NO_MODEL,
        /// One of several files that are only of use together.
        PART
    }

    /// @param text as it was typed or pasted
    static ModelAddress of(String text) {
        URI address;
        try {
            address = new URI(text.strip());
        } catch (URISyntaxException e) {
            return new Bad(Reason.NO_ADDRESS);
        }
        if (address.getScheme() == null || address.getHost() == null || address.getPath() == null)
            return new Bad(Reason.NO_ADDRESS);
        if (!address.getScheme().equalsIgnoreCase("https")) return new Bad(Reason.NOT_SAFE);
        String path = address.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^\\w .()+-]", "_");
        if (!name.toLowerCase(Locale.ROOT).endsWith(".gguf")) return new Bad(Reason.NO_MODEL);
        if (name.matches(".*-\\d{5}-of-\\d{5}\\.gguf")) return new Bad(Reason.PART);
        try {
            return new Good(new ModelFile(direct(address), name, OptionalLong.empty(), Optional.empty()));
        } catch (IllegalArgumentException e) { // such as a name that is nothing but an ending
            return new Bad(Reason.NO_MODEL);
        }
    }

    /// The hub's page about a file says "blob" where its bytes are under "resolve".
    private static URI direct(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        return host.equals("huggingface.co") || host.equals("hf.co")
                ? URI.create("https://" + host + address.getRawPath().replaceFirst("/blob/", "/resolve/"))
                : address;
    }
}
