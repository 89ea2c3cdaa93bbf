package org.autoencoder4j.data.format.internal.array;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.autoencoder4j.data.format.internal.Excerpt;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An open {@code .npz} file. */
public final class NpzFile implements AutoCloseable {
    /** So many members are told of in an error. */
    private static final int MOST_LISTED = 12;

    private final Path file;
    private final ZipFile zip;
    private final List<NpzMember> members;

    private NpzFile(Path file, ZipFile zip) throws IOException {
        this.file = file;
        this.zip = zip;
        this.members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
            if (!names.add(entry.getName())) {
                throw new IllegalArgumentException(
                        file + " is no .npz file that can be read: it has two members of the name "
                                + Excerpt.of(entry.getName()));
            }
            members.add(open(entry));
        }
    }

    /** Opens a file and reads the headers of its members. */
    public static NpzFile open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return told(file, "no .npz file that can be read", () -> {
            ZipFile zip = new ZipFile(file.toFile());
            try {
                return new NpzFile(file, zip);
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        });
    }

    /** All members, in the file's order. */
    public List<NpzMember> members() {
        return List.copyOf(members);
    }

    /** The member of a name. */
    public NpzMember member(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        file + " has no array of the name " + Excerpt.of(name) + "; it has " + list()));
    }

    /** The only member that is a matrix; if there is none, the only vector. */
    public NpzMember onlyMatrix() {
        List<NpzMember> found = members.stream()
                .filter(m -> m.hasRank(2, ArrayLayout.MOST_RANK))
                .toList();
        if (found.isEmpty()) {
            found = members.stream().filter(m -> m.hasRank(1, 1)).toList();
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new IllegalArgumentException(file
                + (found.isEmpty() ? " has no matrix" : " has several arrays that may be meant: name one of them")
                + "; it has " + list());
    }

    private String list() {
        if (members.isEmpty()) {
            return "no members";
        }
        String listed = members.stream()
                .limit(MOST_LISTED)
                .map(member -> shown(member.listing()))
                .collect(Collectors.joining(", "));
        return listed + (members.size() > MOST_LISTED ? " and " + (members.size() - MOST_LISTED) + " more" : "");
    }

    private static String shown(String text) {
        String excerpt = Excerpt.of(text);
        return excerpt.substring(1, excerpt.length() - 1);
    }

    /** Reads the numbers of a member. */
    public INDArray read(NpzMember member, DataType type) throws IOException {
        ArrayLayout layout = member.requireLayout();
        return told(file, "damaged: member " + Excerpt.of(member.entry().getName()), () -> {
            requireWhole(member.entry());
            try (ReadableByteChannel channel = Channels.newChannel(zip.getInputStream(member.entry()))) {
                String name = name(member.entry());
                ArrayLayout read = NpyHeader.read(name, channel, member.entry().getSize());
                return ArrayNumbers.read(name, channel, read.equals(layout) ? layout : read, type);
            }
        });
    }

    private NpzMember open(ZipEntry entry) throws IOException {
        try (ReadableByteChannel channel = Channels.newChannel(zip.getInputStream(entry))) {
            return new NpzMember(entry, Optional.of(NpyHeader.read(name(entry), channel, entry.getSize())), "");
        } catch (IllegalArgumentException | ZipException | EOFException e) {
            String problem = e instanceof IllegalArgumentException
                    ? String.valueOf(e.getMessage())
                    : name(entry) + " is damaged: " + reason(e);
            return new NpzMember(entry, Optional.empty(), problem);
        }
    }

    /** What an error names. */
    private String name(ZipEntry entry) {
        return file + ", member " + Excerpt.of(entry.getName());
    }

    /** The JDK checks neither sizes nor checksums of members. */
    private void requireWhole(ZipEntry entry) throws IOException {
        byte[] buffer = new byte[1 << 13];
        long size = 0;
        try (InputStream bytes = zip.getInputStream(entry);
                CheckedInputStream checked = new CheckedInputStream(bytes, new CRC32())) {
            for (int read = checked.read(buffer); read >= 0; read = checked.read(buffer)) {
                size += read;
                if (size > entry.getSize()) {
                    break;
                }
            }
            if (size != entry.getSize() || checked.getChecksum().getValue() != entry.getCrc()) {
                throw new ZipException("its size or its checksum is not the one that the directory of the file gives");
            }
        }
    }

    @FunctionalInterface
    private interface Action<T> {
        T run() throws IOException;
    }

    /** What is wrong with a compressed file is an exception of bad input, as with any other file. */
    private static <T> T told(Path file, String what, Action<T> action) throws IOException {
        try {
            return action.run();
        } catch (ZipException | EOFException e) {
            throw new IllegalArgumentException(file + " is " + what + ": " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? "it ends too early" : NpyDictionary.shown(message);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
