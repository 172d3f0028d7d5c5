using System.Xml;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>The names of a document, which a parser keeps for as long as it reads; a file that makes up new ones without end is refused.</summary>
internal sealed class BoundedNames : NameTable
{
    /// <summary>A statement has about two hundred.</summary>
    public const int Most = 10_000;

    private int _count;

    public override string Add(char[] key, int start, int len)
    {
        Count(Get(key, start, len));
        return base.Add(key, start, len);
    }

    public override string Add(string key)
    {
        Count(Get(key));
        return base.Add(key);
    }

    private void Count(string? known)
    {
        if (known is null && ++_count > Most)
        {
            throw Refusal.TooManyNames(Most);
        }
    }
}
