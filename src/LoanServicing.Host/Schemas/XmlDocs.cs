using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LoanServicing.Platform.Data;

namespace LoanServicing.Host.Schemas;

/// <summary>What the contracts say of themselves: the documentation file that the compiler lays beside an assembly.</summary>
internal sealed partial class XmlDocs
{
    private readonly Dictionary<string, string> _summaries;

    private XmlDocs(Dictionary<string, string> summaries) => _summaries = summaries;

    /// <exception cref="StartupException">The file is missing.</exception>
    public static XmlDocs Of(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        return File.Exists(file)
            ? new XmlDocs(XDocument.Load(file).Descendants("member")
                .Where(member => member.Element("summary") is not null)
                .ToDictionary(member => (string)member.Attribute("name")!, member => TextOf(member.Element("summary")!)))
            : throw new StartupException($"{file} is missing; schemas take their descriptions from it, so build the program anew.");
    }

    /// <summary>The summary in plain words, or null.</summary>
    public string? Of(Type type) => _summaries.GetValueOrDefault($"T:{type.FullName}");

    /// <inheritdoc cref="Of(Type)"/>
    public string? Of(PropertyInfo property) => _summaries.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}");

    private static string TextOf(XElement summary) => Spaces().Replace(string.Concat(summary.Nodes().Select(TextOf)), " ").Trim();

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "paramref" } reference => (reference.Attribute("cref") ?? reference.Attribute("name"))!.Value.Split('.', ':')[^1],
        XElement element => TextOf(element),
        _ => "",
    };

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
