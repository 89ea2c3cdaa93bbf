package org.autoencoder4j.picture;

import java.awt.Color;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Pictures as elements of SVG. */
final class Svg {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    private Svg() {}

    static String of(Picture picture) {
        Document document = document();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment(null);
        context.setIDGenerator(new Names(picture.title()));
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, picture.width(), picture.height());
        picture.paint(graphics);
        Element root = graphics.getRoot();
        root.setAttribute("width", Integer.toString(picture.width()));
        root.setAttribute("height", Integer.toString(picture.height()));
        root.setAttribute("viewBox", "0 0 " + picture.width() + " " + picture.height());
        root.setAttribute("role", "img");
        removeEmptyDefinitions(root);
        Element title = document.createElementNS(NAMESPACE, "title");
        title.setTextContent(picture.title());
        root.insertBefore(title, root.getFirstChild());
        return text(root);
    }

    /** Their names are the same in all pictures. */
    private static void removeEmptyDefinitions(Element root) {
        NodeList all = root.getElementsByTagName("defs");
        for (int i = all.getLength() - 1; i >= 0; i--) {
            if (!all.item(i).hasChildNodes()) {
                all.item(i).getParentNode().removeChild(all.item(i));
            }
        }
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(NAMESPACE, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java has no parser of XML", e);
        }
    }

    private static String text(Element root) {
        try (StringWriter text = new StringWriter()) {
            Transformer transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            transformer.transform(new DOMSource(root), new StreamResult(text));
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TransformerException e) {
            throw new IllegalStateException("this Java cannot write XML", e);
        }
    }

    /** Names of parts of a picture, so that those of pictures with other titles differ. */
    private static final class Names extends SVGIDGenerator {
        private final String suffix;

        Names(String title) {
            suffix = "-" + Integer.toHexString(title.hashCode());
        }

        @Override
        public String generateID(String prefix) {
            return super.generateID(prefix) + suffix;
        }
    }
}
