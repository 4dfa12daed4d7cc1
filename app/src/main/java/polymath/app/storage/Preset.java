package polymath.app.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// A named system prompt with all it ever said. Immutable.
///
/// @param versions oldest first, at least one, at most [#MOST_VERSIONS]
public record Preset(UUID id, String name, List<Version> versions) {
    /// The oldest go first beyond that.
    public static final int MOST_VERSIONS = 100;

    /// @param at when it was written
    public record Version(Instant at, String text) {
        public Version {
            Objects.requireNonNull(at);
            Objects.requireNonNull(text);
        }
    }

    public Preset {
        Objects.requireNonNull(id);
        if (name.isBlank()) throw new IllegalArgumentException("a preset needs a name");
        if (versions.isEmpty()) throw new IllegalArgumentException("a preset needs a text");
        versions = List.copyOf(versions.subList(Math.max(0, versions.size() - MOST_VERSIONS), versions.size()));
    }

    /// A new one.
    public static Preset of(String name, String text, Instant now) {
        return new Preset(UUID.randomUUID(), name, List.of(new Version(now, text)));
    }

    /// What it says now.
    public String text() {
        return versions.getLast().text();
    }

    public Preset renamed(String newName) {
        return new Preset(id, newName, versions);
    }

    /// With another text; what it said before becomes history. An old version is restored by its text.
    public Preset edited(String text, Instant now) {
        if (text.equals(text())) return this;
        List<Version> all = new ArrayList<>(versions);
        all.add(new Version(now, text));
        return new Preset(id, name, all);
    }
}
