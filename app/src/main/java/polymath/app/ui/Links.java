package polymath.app.ui;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// Which addresses may be opened, and where they really lead.
public final class Links {
    private static final int LONGEST = 2_000;

    private Links() {}

    /// The address if it is a web or mail address that names its host plainly; everything else stays text.
    public static Optional<URI> target(String destination) {
        if (destination.length() > LONGEST) return Optional.empty();
        try {
            URI uri = new URI(destination.strip());
            if (uri.getScheme() == null) return Optional.empty();
            return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
                case "http", "https" ->
                    uri.getHost() == null || uri.getUserInfo() != null ? Optional.empty() : Optional.of(uri);
                case "mailto" -> Optional.of(uri);
                default -> Optional.empty();
            };
        } catch (URISyntaxException ignored) {
            return Optional.empty();
        }
    }

    /// What the reader is shown of the address: its host, or the mail address.
    public static String host(URI address) {
        String host = address.getHost();
        if (host != null) return SafeText.line(host.startsWith("www.") ? host.substring(4) : host, 60);
        return SafeText.line(address.getSchemeSpecificPart().replaceAll("\\?.*", ""), 60);
    }
}
