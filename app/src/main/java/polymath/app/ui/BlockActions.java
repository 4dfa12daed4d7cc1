package polymath.app.ui;

import java.net.URI;
import java.util.function.Consumer;

/// What the controls of the transcript reach.
///
/// @param open called with the address of a link the user chose
/// @param copy puts text on the clipboard
public record BlockActions(Strings strings, Consumer<URI> open, Consumer<String> copy) {}
