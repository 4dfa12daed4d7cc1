package polymath.engine.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Numbers that stand for things of the emulated driver: no number ever stands for two.
final class EmulatedHandles {
    private final Map<Long, Object> things = new LinkedHashMap<>();
    private long last = 0x1000;

    long add(Object thing) {
        last += 0x10;
        things.put(last, thing);
        return last;
    }

    <T> T get(long handle, Class<T> type) {
        Object thing = things.get(handle);
        if (!type.isInstance(thing))
            throw new AssertionError("0x%x is no %s, or is closed".formatted(handle, type.getSimpleName()));
        return type.cast(thing);
    }

    <T> T remove(long handle, Class<T> type) {
        T thing = get(handle, type);
        things.remove(handle);
        return thing;
    }

    <T> List<T> all(Class<T> type) {
        return things.values().stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        things.forEach((handle, thing) ->
                names.add("%s 0x%x".formatted(thing.getClass().getSimpleName(), handle)));
        return names;
    }
}
