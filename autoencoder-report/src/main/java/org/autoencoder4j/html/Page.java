package org.autoencoder4j.html;

import freemarker.cache.ClassTemplateLoader;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.Version;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The template of a page. It is given maps, lists and text as it is to be shown, which it escapes. */
final class Page {
    private static final Version VERSION = Configuration.VERSION_2_3_35;
    private static final String TEMPLATE = "report.ftlh"; // by this ending all text is escaped for HTML
    private static final Configuration TEMPLATES = templates();

    private Page() {}

    private static Configuration templates() {
        Configuration templates = new Configuration(VERSION);
        templates.setTemplateLoader(new ClassTemplateLoader(Page.class, ""));
        templates.setObjectWrapper(new SimpleObjectWrapper(VERSION));
        templates.setDefaultEncoding(StandardCharsets.UTF_8.name());
        templates.setLocale(Locale.ROOT);
        templates.setLocalizedLookup(false);
        templates.setInterpolationSyntax(Configuration.DOLLAR_INTERPOLATION_SYNTAX);
        templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        templates.setLogTemplateExceptions(false);
        return templates;
    }

    /** The page with what is in a map. */
    static String of(Map<String, Object> content) {
        try {
            StringWriter page = new StringWriter();
            TEMPLATES.getTemplate(TEMPLATE).process(content, page);
            return page.toString();
        } catch (IOException | TemplateException e) {
            throw new IllegalStateException("the library's own template cannot be filled in", e);
        }
    }
}
