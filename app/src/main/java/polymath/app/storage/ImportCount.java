package polymath.app.storage;

/// What an import did.
///
/// @param added conversations that are new here
/// @param present conversations that were here already
public record ImportCount(int added, int present) {}
