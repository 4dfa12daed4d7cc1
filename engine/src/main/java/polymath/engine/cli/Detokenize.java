package polymath.engine.cli;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import polymath.engine.gguf.GgufException;
import polymath.engine.gguf.GgufFile;
import polymath.engine.tokenizer.Tokenizer;
import polymath.engine.tokenizer.Vocabulary;

/// Token ids to text.
@Command(name = "detokenize", description = "Read token ids as a JSON array on standard input, print their text.")
final class Detokenize implements Callable<Integer> {
    @Mixin
    private ModelOption model = new ModelOption();

    @Override
    public Integer call() throws GgufException, IOException {
        try (GgufFile file = GgufFile.open(model.path())) {
            Vocabulary vocabulary = Vocabulary.read(file.metadata());
            int[] ids = ids();
            for (int id : ids)
                if (id < 0 || id >= vocabulary.size())
                    throw new UsageException("token %d is outside the vocabulary of %d", id, vocabulary.size());
            Main.out(new Tokenizer(vocabulary).decode(ids, true));
        }
        return 0;
    }

    private static int[] ids() throws IOException {
        String input = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        try {
            int[] ids = new Gson().fromJson(input, int[].class);
            if (ids != null) return ids;
        } catch (JsonParseException e) {
            throw new UsageException("standard input is not a JSON array of token ids: %s", e.getMessage());
        }
        throw new UsageException("standard input is empty; a JSON array of token ids is needed");
    }
}
