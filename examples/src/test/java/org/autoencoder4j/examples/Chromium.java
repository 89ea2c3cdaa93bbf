package org.autoencoder4j.examples;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Chromium without a window, told what to do by its DevTools protocol. What a page complains of or asks for is kept. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ObjectMapper mapper = new ObjectMapper();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final Process process;
    private final WebSocket socket;
    private final String session;
    private int last;

    private Chromium(Process process, String address) throws IOException, InterruptedException {
        this.process = process;
        this.socket = HttpClient.newBuilder()
                .proxy(HttpClient.Builder.NO_PROXY)
                .build()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new Listener(messages))
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        String target = call(
                        "", "Target.createTarget", mapper.createObjectNode().put("url", "about:blank"))
                .path("targetId")
                .asText();
        this.session = call(
                        "",
                        "Target.attachToTarget",
                        mapper.createObjectNode().put("targetId", target).put("flatten", true))
                .path("sessionId")
                .asText();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", mapper.createObjectNode());
        }
    }

    /** The program, if this machine has one. */
    static Optional<Path> installed() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it with an empty profile. */
    static Chromium started(Path program, Path profile) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log.txt").toFile())
                .start();
        try {
            List<String> port = port(process, profile);
            return new Chromium(process, "ws://127.0.0.1:" + port.get(0) + port.get(1));
        } catch (IOException | InterruptedException | RuntimeException e) {
            end(process);
            throw e;
        }
    }

    /** It writes its port, and where it listens, into a file. */
    private static List<String> port(Process process, Path profile) throws IOException, InterruptedException {
        Path file = profile.resolve("DevToolsActivePort");
        for (long waited = 0; waited < LIMIT.toMillis() && process.isAlive(); waited += 50) {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() == 2) {
                return lines;
            }
            Thread.sleep(50);
        }
        throw new IOException("Chromium does not listen; it says: " + Files.readString(profile.resolve("log.txt")));
    }

    /** Opens a file in a window of a width, and waits until all of it is there. */
    void open(Path file, int width) throws InterruptedException {
        complaints.clear();
        requests.clear();
        call(
                "Emulation.setDeviceMetricsOverride",
                mapper.createObjectNode()
                        .put("width", width)
                        .put("height", 900)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        call("Page.navigate", mapper.createObjectNode().put("url", file.toUri().toString()));
        while (!next().path("method").asText().equals("Page.loadEventFired")) {
            // what comes before is kept by next
        }
    }

    /** Exceptions of scripts, what is said on the console, and what was refused or not found, since the page was opened. */
    List<String> complaints() {
        return complaints;
    }

    /** The addresses that the page has asked for, its own among them. */
    List<String> requests() {
        return requests;
    }

    /** The value of an expression of JavaScript. */
    JsonNode value(String expression) throws InterruptedException {
        JsonNode result = call(
                "Runtime.evaluate",
                mapper.createObjectNode().put("expression", expression).put("returnByValue", true));
        if (result.has("exceptionDetails")) {
            fail(result.toString());
        }
        return result.path("result").path("value");
    }

    /** All of the page as PNG. */
    void screenshot(Path file) throws IOException, InterruptedException {
        keep("Page.captureScreenshot", mapper.createObjectNode().put("captureBeyondViewport", true), file);
    }

    /** The page as it is printed. */
    void print(Path file) throws IOException, InterruptedException {
        keep("Page.printToPDF", mapper.createObjectNode(), file);
    }

    private void keep(String method, ObjectNode parameters, Path file) throws IOException, InterruptedException {
        Files.write(
                file,
                Base64.getDecoder().decode(call(method, parameters).path("data").asText()));
    }

    private JsonNode call(String method, ObjectNode parameters) throws InterruptedException {
        return call(session, method, parameters);
    }

    private JsonNode call(String inSession, String method, ObjectNode parameters) throws InterruptedException {
        ObjectNode message = mapper.createObjectNode().put("id", ++last).put("method", method);
        message.set("params", parameters);
        if (!inSession.isEmpty()) {
            message.put("sessionId", inSession);
        }
        socket.sendText(message.toString(), true).join();
        JsonNode answer = next();
        while (answer.path("id").asInt() != last) {
            answer = next();
        }
        if (answer.has("error")) {
            fail(method + ": " + answer.path("error"));
        }
        return answer.path("result");
    }

    /** The next message; those that tell of the page are kept. */
    private JsonNode next() throws InterruptedException {
        String text = messages.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (text == null) {
            return fail("Chromium did not answer within " + LIMIT);
        }
        JsonNode message = read(text);
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded", "Network.loadingFailed" ->
                complaints.add(parameters.toString());
            case "Network.requestWillBeSent" ->
                requests.add(parameters.path("request").path("url").asText());
            default -> {
                // of no interest
            }
        }
        return message;
    }

    private JsonNode read(String text) {
        try {
            return mapper.readTree(text);
        } catch (IOException e) {
            return fail("Chromium sent no JSON: " + text, e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        socket.abort();
        end(process);
    }

    /** With the processes that it has started. */
    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            all.forEach(ProcessHandle::destroyForcibly);
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** Puts the pieces of messages together. */
    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<String> messages;
        private final StringBuilder pieces = new StringBuilder();

        Listener(BlockingQueue<String> messages) {
            this.messages = messages;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence piece, boolean isLast) {
            pieces.append(piece);
            if (isLast) {
                messages.add(pieces.toString());
                pieces.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
