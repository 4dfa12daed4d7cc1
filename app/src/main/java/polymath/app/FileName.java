package polymath.app;

import polymath.app.ui.SafeText;

/// A title as the name of a file on any system.
final class FileName {
    private static final int CHARS = 60;

    private FileName() {}

    /// @param untitled for a title of which nothing is left
    static String of(String title, String untitled) {
        String name = SafeText.line(title, CHARS)
                .replaceAll("[\\\\/:*?\"<>|…\\p{Cntrl}]", " ")
                .replaceAll(" +", " ")
                .replaceAll("^[ .]+|[ .]+$", "");
        return name.isEmpty() ? untitled : name;
    }
}
