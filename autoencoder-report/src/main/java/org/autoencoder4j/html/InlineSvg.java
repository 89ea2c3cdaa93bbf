package org.autoencoder4j.html;

import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.autoencoder4j.picture.Picture;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSSerializer;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The SVG of a picture as a part of a page: of elements that only draw, with ids that no other part of the page has, and with a
 * name for those who do not see it.
 */
final class InlineSvg {
    private static final Set<String> DRAWING =
            Set.of(("svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath image"
                            + " marker clipPath mask pattern linearGradient radialGradient stop")
                    .split(" ", -1));
    private static final Pattern WITHIN = Pattern.compile("(url\\(\\s*['\"]?#)");
    private static final Pattern OUTSIDE = Pattern.compile("url\\(\\s*+['\"]?+(?!#)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LENGTH = Pattern.compile("(\\d+(?:\\.\\d+)?)(?:px)?");

    private final String picture;
    private final String name;

    private InlineSvg(String picture, String name) {
        this.picture = picture;
        this.name = name;
    }

    /** The name begins all ids. */
    static String of(Picture picture, String name) {
        String title = ShownText.required("title of a picture", picture.title());
        return new InlineSvg(title, name).of(picture.svg());
    }

    private String of(String svg) {
        Element root = parsed(svg);
        if (!root.getNodeName().equals("svg")) {
            throw wrong("must have svg as its root, not " + root.getNodeName());
        }
        settle(root);
        resize(root);
        root.setAttribute("role", "img");
        root.setAttribute("aria-label", picture);
        return text(root);
    }

    private Element parsed(String svg) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setCoalescing(true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // or it would print
            return builder.parse(new InputSource(new StringReader(svg))).getDocumentElement();
        } catch (SAXException | IOException e) {
            throw new IllegalArgumentException(
                    "the SVG of the picture \"" + picture + "\" is no XML: " + e.getMessage(), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java has no parser of XML", e);
        }
    }

    /** Checks an element and what is in it, and gives the ids their prefix. */
    private void settle(Element element) {
        if (!DRAWING.contains(element.getNodeName())) {
            throw wrong("must only draw; it has an element " + element.getNodeName());
        }
        for (int i = element.getAttributes().getLength() - 1; i >= 0; i--) {
            settle(element, (Attr) element.getAttributes().item(i));
        }
        for (Node child = element.getFirstChild(), next; child != null; child = next) {
            next = child.getNextSibling();
            if (child instanceof Element inner) {
                settle(inner);
            } else if (child.getNodeType() != Node.TEXT_NODE) {
                element.removeChild(child);
            }
        }
    }

    private void settle(Element element, Attr attribute) {
        String key = attribute.getName().toLowerCase(Locale.ROOT); // as a page reads it
        String value = attribute.getValue();
        if (key.startsWith("on") || OUTSIDE.matcher(value).find()) {
            throw wrong("must need nothing else; it has " + key + "=\"" + value + "\"");
        } else if (key.equals("id")) {
            attribute.setValue(name + "-" + value);
        } else if (key.equals("href") || key.equals("xlink:href")) {
            attribute.setValue(reference(key, value));
        } else if (key.startsWith("xmlns") || key.startsWith("aria-")) {
            element.removeAttributeNode(attribute); // a page of HTML knows the names, and our own label says it all
        } else {
            attribute.setValue(WITHIN.matcher(value).replaceAll("$1" + name + "-"));
        }
    }

    private String reference(String key, String value) {
        if (value.startsWith("#")) {
            return "#" + name + "-" + value.substring(1);
        } else if (value.startsWith("data:image/png;") || value.startsWith("data:image/jpeg;")) {
            return value;
        }
        throw wrong("must need nothing else; it has " + key + "=\"" + value + "\"");
    }

    /** With a view box it can shrink to the width of the page. */
    private void resize(Element root) {
        if (!root.hasAttribute("viewBox")) {
            root.setAttribute("viewBox", "0 0 " + length(root, "width") + " " + length(root, "height"));
        }
    }

    private String length(Element root, String key) {
        var length = LENGTH.matcher(root.getAttribute(key));
        if (!length.matches()) {
            throw wrong("must have a viewBox, or width and height in pixels; it has " + key + "=\""
                    + root.getAttribute(key) + "\"");
        }
        return length.group(1);
    }

    private static String text(Element root) {
        Object ability = root.getOwnerDocument().getImplementation().getFeature("LS", "3.0");
        LSSerializer serializer = ((DOMImplementationLS) ability).createLSSerializer();
        serializer.setNewLine("\n");
        serializer.getDomConfig().setParameter("xml-declaration", false);
        serializer.getDomConfig().setParameter("namespaces", false);
        return serializer.writeToString(root);
    }

    private IllegalArgumentException wrong(String rule) {
        return new IllegalArgumentException("the SVG of the picture \"" + picture + "\" " + rule);
    }
}
