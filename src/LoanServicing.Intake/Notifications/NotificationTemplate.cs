using System.Text;

namespace LoanServicing.Intake.Notifications;

/// <summary>One text with places for values: <c>{name}</c>. Nothing of a value is read as a place again.</summary>
internal sealed class NotificationTemplate
{
    private readonly IReadOnlyList<Part> _parts;

    private NotificationTemplate(IReadOnlyList<Part> parts) => _parts = parts;

    /// <summary>The places, each once.</summary>
    public IReadOnlyCollection<string> Places => [.. _parts.Where(part => part.IsPlace).Select(part => part.Text).Distinct()];

    /// <returns>Null for a brace without its pair.</returns>
    public static NotificationTemplate? Parse(string text)
    {
        var parts = new List<Part>();
        for (var at = 0; at < text.Length;)
        {
            var brace = text.AsSpan(at).IndexOfAny('{', '}');
            var end = brace < 0 ? text.Length : at + brace;
            if (end > at)
            {
                parts.Add(new Part(text[at..end], IsPlace: false));
            }

            if (brace < 0)
            {
                break;
            }

            var close = text.IndexOf('}', end);
            if (text[end] == '}' || close < 0)
            {
                return null;
            }

            parts.Add(new Part(text[(end + 1)..close], IsPlace: true));
            at = close + 1;
        }

        return new NotificationTemplate(parts);
    }

    /// <exception cref="KeyNotFoundException">There is no value for a place: a bug, because places are checked at the start.</exception>
    public string Render(IReadOnlyDictionary<string, object> values, bool persian)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            text.Append(part.IsPlace ? NotificationWords.Of(values[part.Text], persian) : part.Text);
        }

        return text.ToString();
    }

    private sealed record Part(string Text, bool IsPlace);
}
