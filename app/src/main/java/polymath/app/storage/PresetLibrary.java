package polymath.app.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// The named system prompts. Immutable.
///
/// @param presets in the order of the list
/// @param forNewChats the one new chats begin with
/// @param modified chats whose prompt was changed after it was copied from a preset: chat to preset
public record PresetLibrary(List<Preset> presets, Optional<UUID> forNewChats, Map<UUID, UUID> modified) {
    private static final int MOST_MODIFIED = 1_000;

    public static final PresetLibrary EMPTY = new PresetLibrary(List.of(), Optional.empty(), Map.of());

    public PresetLibrary {
        presets = List.copyOf(presets);
        Objects.requireNonNull(forNewChats);
        modified = Map.copyOf(modified);
    }

    public Optional<Preset> preset(UUID id) {
        return presets.stream().filter(p -> p.id().equals(id)).findFirst();
    }

    /// The preset that says exactly this.
    public Optional<Preset> saying(String text) {
        return presets.stream().filter(p -> p.text().equals(text)).findFirst();
    }

    /// The preset a chat's prompt was made from by changing it.
    public Optional<Preset> modifiedIn(UUID chat) {
        return Optional.ofNullable(modified.get(chat)).flatMap(this::preset);
    }

    /// With a preset in place of the one with its id, or at the end.
    public PresetLibrary with(Preset preset) {
        List<Preset> all = new ArrayList<>(presets);
        all.replaceAll(p -> p.id().equals(preset.id()) ? preset : p);
        if (preset(preset.id()).isEmpty()) all.add(preset);
        return new PresetLibrary(all, forNewChats, modified);
    }

    /// With a preset at a place of the list, such as one whose deletion is undone.
    public PresetLibrary with(int index, Preset preset) {
        List<Preset> all = new ArrayList<>(presets);
        all.add(Math.clamp(index, 0, all.size()), preset);
        return new PresetLibrary(all, forNewChats, modified);
    }

    public PresetLibrary without(UUID id) {
        return new PresetLibrary(
                presets.stream().filter(p -> !p.id().equals(id)).toList(),
                forNewChats.filter(chosen -> !chosen.equals(id)),
                modified);
    }

    public PresetLibrary withForNewChats(Optional<UUID> id) {
        return new PresetLibrary(presets, id, modified);
    }

    /// Notes that a chat's prompt is one of these, changed; empty notes that it is not.
    public PresetLibrary withModified(UUID chat, Optional<UUID> preset) {
        Map<UUID, UUID> all = new LinkedHashMap<>(modified);
        all.remove(chat);
        preset.ifPresent(id -> all.put(chat, id));
        while (all.size() > MOST_MODIFIED) all.remove(all.keySet().iterator().next());
        return new PresetLibrary(presets, forNewChats, all);
    }

    /// With presets from a file. One that is here already changes nothing; one whose name is taken gets a number.
    public PresetLibrary importing(Collection<Preset> others) {
        PresetLibrary result = this;
        for (Preset other : others) {
            Optional<Preset> same = result.preset(other.id());
            if (same.isPresent() && same.get().text().equals(other.text())) continue;
            UUID id = same.isPresent() ? UUID.randomUUID() : other.id();
            result = result.with(new Preset(id, result.free(other.name()), other.versions()));
        }
        return result;
    }

    /// A name like this one that no preset has.
    public String free(String name) {
        String free = name;
        for (int i = 2; taken(free); i++) free = name + " " + i;
        return free;
    }

    private boolean taken(String name) {
        return presets.stream().anyMatch(p -> p.name().equalsIgnoreCase(name));
    }
}
