using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace LoanServicing.Platform.Http.Pages;

/// <summary>
/// A piece of HTML. It is written as an interpolated string, of which every value is escaped unless it is markup itself: what somebody typed stays text,
/// in an element and in an attribute with quotation marks. Elements are closed and attributes are quoted, so that a page is well-formed XML too.
/// </summary>
public sealed class Markup
{
    private const char Replacement = '\uFFFD';

    /// <summary>Persian stays readable in the source; what HTML gives a meaning to, and what nobody sees, is escaped.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string _text;

    private Markup(string text) => _text = text;

    public static Markup Empty { get; } = new("");

    /// <param name="template">Its text is markup; its values are <see cref="Markup"/>, several of them, or anything that is shown as text.</param>
    public static Markup Of(FormattableString template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return new Markup(string.Format(CultureInfo.InvariantCulture, template.Format, [.. template.GetArguments().Select(Escaped)]));
    }

    public override string ToString() => _text;

    private static string Escaped(object? value) => value switch
    {
        Markup markup => markup._text,
        IEnumerable<Markup> several => string.Concat(several),
        _ => Encoder.Encode(WithoutControls(string.Create(CultureInfo.InvariantCulture, $"{value}"))),
    };

    /// <summary>A control character is no text, and no page may have one however it is escaped.</summary>
    private static string WithoutControls(string text) => string.Concat(text.Select(c => char.IsControl(c) ? Replacement : c));
}
