package polymath.app.models;

import org.kordamp.ikonli.feather.Feather;
import polymath.app.ui.StatusButton;
import polymath.app.ui.Strings;

/// In the sidebar, as long as the model's file is on its way: how far it is. A click opens the page about it.
public final class DownloadStatus extends StatusButton {
    private final DownloadWords words;

    public DownloadStatus(DownloadViewModel download, Strings strings, Runnable open) {
        super(Feather.DOWNLOAD, open);
        words = new DownloadWords(strings);
        download.stateProperty().subscribe(this::show);
    }

    private void show(DownloadState state) {
        setShown(!(state instanceof DownloadState.Idle));
        firstProperty().set(words.title(state));
        secondProperty().set(words.brief(state));
    }
}
