namespace LoanServicing.Domain;

/// <summary>A text for people, in both languages of the programme.</summary>
public readonly record struct Bilingual(string En, string Fa)
{
    /// <summary>The Persian text when <paramref name="persian"/>, else the English one.</summary>
    public string In(bool persian) => persian ? Fa : En;
}
