package polymath.engine.gguf;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a model is split into files, as each of them tells: `name-00001-of-00003.gguf` has number 0 of 3.
///
/// @param given the part that was asked for
/// @param number of that part, from 0
/// @param count of parts, 1 if the model is in one piece
/// @param tensorCount of all parts together, if told
record SplitModel(GgufHeader given, int number, int count, Optional<Long> tensorCount) {
    private static final String NUMBER = "split.no";
    private static final String COUNT = "split.count";
    private static final String TENSORS = "split.tensors.count";

    /// Five digits are what a part's name has room for.
    private static final int MAX_PARTS = 99_999;

    private static final Pattern PART_NAME = Pattern.compile("(.+)-\\d{5}-of-\\d{5}\\.gguf");

    static SplitModel of(GgufHeader header) throws GgufException {
        GgufMetadata metadata = header.metadata();
        // A count of 0 is how tools that merge parts mark a model in one piece.
        long count = Math.max(1, check(header, COUNT, metadata.integer(COUNT).orElse(1L), MAX_PARTS));
        long number = check(header, NUMBER, metadata.integer(NUMBER).orElse(0L), count - 1);
        return new SplitModel(header, (int) number, (int) count, metadata.integer(TENSORS));
    }

    /// Where a part should be: beside the one that was given, which may have any name.
    ///
    /// @param part its number, from 0
    Path path(int part) {
        if (part == number) return given.path();
        String name = String.valueOf(given.path().getFileName());
        Matcher matcher = PART_NAME.matcher(name);
        String base = matcher.matches() ? matcher.group(1) : name.replaceFirst("\\.gguf$", "");
        return given.path().resolveSibling("%s-%05d-of-%05d.gguf".formatted(base, part + 1, count));
    }

    /// Whether the file found in the place of a part is that part.
    boolean includes(GgufHeader part, int itsNumber) throws GgufException {
        SplitModel its = of(part);
        return its.number == itsNumber && its.count == count && its.tensorCount.equals(tensorCount);
    }

    GgufException missing(int part) {
        return GgufException.partMissing(path(part), part + 1, count);
    }

    /// @param found tensors in all parts
    void checkTensorCount(int found) throws GgufException {
        if (count > 1 && tensorCount.isPresent() && tensorCount.get() != found)
            throw GgufException.badSetting(given.path(), TENSORS, tensorCount.get() + ", but there are " + found);
    }

    private static long check(GgufHeader header, String key, long value, long most) throws GgufException {
        if (value < 0 || value > most) throw GgufException.badSetting(header.path(), key, Long.toString(value));
        return value;
    }
}
