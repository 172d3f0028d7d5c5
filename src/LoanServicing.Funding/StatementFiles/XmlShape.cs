namespace LoanServicing.Funding.StatementFiles;

/// <summary>
/// Which elements of a message are read, as a tree of local names. A scope is an element that is handed over as a whole when it ends; the texts below it are known
/// by their path from it. Everything else is passed over.
/// </summary>
internal sealed class XmlShape(string name)
{
    private readonly Dictionary<string, XmlShape> _children = [];

    public string Name => name;

    public bool IsScope { get; private set; }

    /// <summary>The path from the nearest scope; null when the element's own text is not read.</summary>
    public string? Text { get; private set; }

    public XmlShape? Child(string localName) => _children.GetValueOrDefault(localName);

    /// <summary>Adds a scope at a path below this one, and the texts that it has.</summary>
    public XmlShape Scope(string path, params string[] texts)
    {
        var scope = Descend(path);
        scope.IsScope = true;
        foreach (var text in texts)
        {
            scope.Descend(text).Text = text;
        }

        return scope;
    }

    private XmlShape Descend(string path)
    {
        var shape = this;
        foreach (var step in path.Split('/'))
        {
            if (!shape._children.TryGetValue(step, out var next))
            {
                next = new XmlShape(step);
                shape._children.Add(step, next);
            }

            shape = next;
        }

        return shape;
    }
}

/// <summary>One scope of a message with its texts.</summary>
/// <param name="name">The local name of the element.</param>
/// <param name="place">Where the element begins.</param>
/// <param name="parent">The scope around it, with those of its texts that stand before this one; null for the outermost.</param>
internal sealed class XmlScope(string name, Place place, XmlScope? parent)
{
    private const string Currency = "@Ccy";
    private readonly Dictionary<string, string> _texts = [];

    public string Name => name;

    public Place Place => place;

    public XmlScope? Parent => parent;

    /// <summary>The first of these paths that has a text.</summary>
    public string? Text(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (_texts.TryGetValue(path, out var text))
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The currency that the amount at this path is marked with.</summary>
    public string? CurrencyOf(string path) => _texts.GetValueOrDefault(path + Currency);

    /// <summary>Keeps a text. The pieces of an element that is repeated are put together; only remittance information may be.</summary>
    public void Add(string path, string text, string? currency)
    {
        if (currency is not null)
        {
            _texts.TryAdd(path + Currency, BoundedText.Cut(currency));
        }

        if (BoundedText.OrNull(text) is not { } some || _texts.TryAdd(path, some) || !path.EndsWith("Ustrd", StringComparison.Ordinal))
        {
            return;
        }

        _texts[path] = BoundedText.Cut($"{_texts[path]} {some}");
    }
}
