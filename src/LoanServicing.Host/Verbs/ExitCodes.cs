namespace LoanServicing.Host.Verbs;

/// <summary>What the executable tells the shell.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>It ran and found something wrong: a broken rule, a bad row, a loan that is not settled.</summary>
    public const int Found = 1;

    /// <summary>It did not start: the arguments, the configuration or the machine must be changed first.</summary>
    public const int CannotStart = 2;
}
