package polymath.engine.prefix;

import java.io.IOException;

/// A page file that does not hold what its name promises.
final class DamagedPageException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedPageException(String what) {
        super(what);
    }
}
