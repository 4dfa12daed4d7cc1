package polymath.app.download;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What a download may do, and how patient it is.
///
/// @param hosts that a redirect may lead to, besides the one that was asked, with everything below their names
/// @param encryptedOnly whether `https` is demanded; only tests do without
/// @param segmentBytes of a piece with a hash of its own: what a later damage, or being killed, costs
/// @param reserveBytes of the disk that stay free
/// @param firstWait before the second try; doubled for each further one that brings nothing
/// @param stall without a byte for so long the connection is given up
/// @param longestWait between two tries, unless the server asks for more
public record DownloadRules(
        List<String> hosts,
        boolean encryptedOnly,
        long segmentBytes,
        long reserveBytes,
        Duration stall,
        Duration firstWait,
        Duration longestWait) {
    public static final DownloadRules DEFAULT = new DownloadRules(
            List.of("huggingface.co", "hf.co"),
            true,
            64L << 20,
            2L << 30,
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1));

    /// Whether an address may be asked on behalf of another.
    boolean allows(URI address, URI asked) {
        if (!speaks(address) || address.getHost() == null || address.getUserInfo() != null) return false;
        String host = address.getHost().toLowerCase(Locale.ROOT);
        return host.equalsIgnoreCase(asked.getHost())
                || hosts.stream().anyMatch(allowed -> host.equals(allowed) || host.endsWith("." + allowed));
    }

    private boolean speaks(URI address) {
        return "https".equalsIgnoreCase(address.getScheme())
                || !encryptedOnly && "http".equalsIgnoreCase(address.getScheme());
    }
}
