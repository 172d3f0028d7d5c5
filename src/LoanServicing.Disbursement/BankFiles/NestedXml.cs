using System.Xml;

namespace LoanServicing.Disbursement.BankFiles;

/// <summary>
/// Bounds how deep elements stand within each other, before a document is made of them: making it takes time that grows with the square of
/// the depth, minutes for a file of a few hundred kilobytes. How wide it is takes time that grows with the size of the file, which is bounded.
/// </summary>
internal static class NestedXml
{
    /// <summary>The deepest message that is read here has fewer than 20 levels; the rest is room for a bank's supplementary data.</summary>
    public const int MostLevels = 64;

    /// <summary>Reads on to the end, or to the first element that is too deep.</summary>
    /// <returns>Where that is and what to ask the bank for; null when no element is too deep.</returns>
    /// <exception cref="XmlException">It is no well-formed document as far as it was read.</exception>
    public static string? DescribeTooDeep(XmlReader reader)
    {
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Depth >= MostLevels)
            {
                var place = (IXmlLineInfo)reader; // of the name, which is one behind the bracket
                return $"The file has elements nested deeper than {MostLevels} levels at line {place.LineNumber}, column {place.LinePosition - 1}; ask the bank to send it again without them.";
            }
        }

        return null;
    }
}
