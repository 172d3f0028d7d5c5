namespace LoanServicing.Funding.Store;

/// <summary>How far something is that finance asks for and a second person checks.</summary>
internal static class RecordStatus
{
    public const string Waiting = "waiting";
    public const string Recorded = "recorded";
    public const string Refused = "refused";
}
