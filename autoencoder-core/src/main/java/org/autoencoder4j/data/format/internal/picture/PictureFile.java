package org.autoencoder4j.data.format.internal.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * What the JDK's decoders leave unchecked in a picture's file: that nothing is missing, that checksums agree, and that it
 * holds what it must be read as. Decoders of pictures inside pictures are kept away, for their sizes are not known before.
 */
public final class PictureFile {
    private static final int SIGNATURE_OF_PNG = 0x89504E47;
    private static final int BITMAP = 0x424D;
    private static final int HEADER_OF_PNG = 8;
    private static final int CHUNK = 12;
    private static final int END_OF_PNG = 0x49454E44;
    private static final int COMPRESSION_OF_BMP = 30;
    private static final int BIT_FIELDS = 3;

    private PictureFile() {}

    /** Throws if the file is not whole, or is of a kind that would be read wrongly. */
    public static void require(byte[] bytes, long mostPixels) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int start = bytes.length < 4 ? 0 : file.getInt(0);
        if (start == SIGNATURE_OF_PNG) {
            requirePng(file);
        } else if (start >>> 16 == JpegSegments.START) {
            JpegSegments.require(file);
        } else if (start >>> 16 == BITMAP && bytes.length >= COMPRESSION_OF_BMP + 4) {
            requireBmp(file.order(ByteOrder.LITTLE_ENDIAN).getInt(COMPRESSION_OF_BMP));
        } else if (start == TiffDirectory.LITTLE || start == TiffDirectory.BIG) {
            new TiffDirectory(
                            file.order(start == TiffDirectory.LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN))
                    .require(mostPixels);
        }
    }

    private static void requirePng(ByteBuffer file) {
        int kind = 0;
        for (int at = HEADER_OF_PNG; kind != END_OF_PNG; ) {
            if (at > file.limit() - CHUNK) {
                throw new IllegalArgumentException("it ends too early");
            }
            long length = file.getInt(at) & 0xFFFFFFFFL;
            kind = file.getInt(at + 4);
            if (length > file.limit() - at - CHUNK) {
                throw new IllegalArgumentException("it ends too early: a part of it claims " + length + " bytes");
            }
            CRC32 checksum = new CRC32();
            checksum.update(file.slice(at + 4, (int) length + 4));
            if ((int) checksum.getValue() != file.getInt(at + 8 + (int) length)) {
                throw new IllegalArgumentException("it is damaged: a checksum does not agree, near byte " + at);
            }
            at += CHUNK + (int) length;
        }
    }

    private static void requireBmp(int compression) {
        if (compression < 0 || compression > BIT_FIELDS) {
            throw new IllegalArgumentException("its compression is " + compression + ", which must be from 0 to 3");
        }
    }
}
