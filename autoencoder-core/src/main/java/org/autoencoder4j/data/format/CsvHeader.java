package org.autoencoder4j.data.format;

/** What the first line of a CSV file is. */
public enum CsvHeader {
    /** Told by the rule that {@link Csv} states; a line that could be either is refused. */
    AUTO,
    /** It names the columns, whatever it holds; a comment just above numbers, with as many fields, is such a line, too. */
    YES,
    /** It holds numbers as all other lines do. */
    NO
}
