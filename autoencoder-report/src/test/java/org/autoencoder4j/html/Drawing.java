package org.autoencoder4j.html;

import java.awt.Graphics2D;
import org.autoencoder4j.picture.Picture;

/** A picture whose SVG is given. */
record Drawing(String title, String svg) implements Picture {
    /** A red square with an id that it refers to. */
    static Drawing square(String title) {
        return new Drawing(title, """
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="10">
            <defs><clipPath id="clip"><rect id="box" width="5" height="5"/></clipPath></defs>
            <rect width="9" height="9" fill="red" clip-path="url(#clip)" style="mask:url('#clip')"/>
            <use xlink:href="#box"/></svg>\
            """);
    }

    static Drawing of(String content) {
        return new Drawing("a title", "<svg width='20' height='10'>" + content + "</svg>");
    }

    @Override
    public int width() {
        return 20;
    }

    @Override
    public int height() {
        return 10;
    }

    @Override
    public void paint(Graphics2D graphics) {
        throw new UnsupportedOperationException("its SVG is given");
    }
}
