namespace LoanServicing.Funding.StatementFiles;

/// <summary>What a reader of a line should know of how it was read.</summary>
internal static class Notes
{
    /// <summary>The transactions of the entry do not add up to it, or are not all there: it stands as one line without them.</summary>
    public const string DetailsDoNotAddUp = "details-do-not-add-up";

    /// <summary>A transaction of the entry is told in no rials: it stands as one line without them.</summary>
    public const string DetailsInAnotherCurrency = "details-in-another-currency";

    /// <summary>The bank says that charges, whose amount follows, are in the entry.</summary>
    public const string Charges = "charges";
}
