package polymath.app.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Which of its versions a message is.
///
/// @param ids of all of them, the oldest first
public record Versions(List<UUID> ids, UUID id) {
    public Versions {
        ids = List.copyOf(ids);
        if (!ids.contains(id)) throw new IllegalArgumentException(id + " is none of " + ids);
    }

    static Versions only(UUID id) {
        return new Versions(List.of(id), id);
    }

    /// The same with one more, which it is.
    Versions with(UUID latest) {
        List<UUID> all = new ArrayList<>(ids);
        all.add(latest);
        return new Versions(all, latest);
    }

    public int count() {
        return ids.size();
    }

    /// From 1.
    public int number() {
        return ids.indexOf(id) + 1;
    }

    /// The version this many steps later, or earlier if negative.
    public Optional<UUID> step(int by) {
        int index = ids.indexOf(id) + by;
        return index < 0 || index >= ids.size() ? Optional.empty() : Optional.of(ids.get(index));
    }
}
