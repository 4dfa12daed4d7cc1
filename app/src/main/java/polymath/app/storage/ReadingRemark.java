package polymath.app.storage;

import java.util.List;
import java.util.Objects;

/// What is worth knowing about how a document was read.
///
/// @param arguments in the order [RemarkCode] names them; numbers are plain digits
public record ReadingRemark(RemarkCode code, List<String> arguments) {
    public ReadingRemark {
        Objects.requireNonNull(code);
        arguments = List.copyOf(arguments);
    }
}
