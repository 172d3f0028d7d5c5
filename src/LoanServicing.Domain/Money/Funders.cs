namespace LoanServicing.Domain.Money;

/// <summary>The codes of the owners of money, as the outside contract and the journal write them.</summary>
public static class Funders
{
    /// <summary>Bonyad Alavi.</summary>
    public const string Alavi = "ALAVI";

    /// <summary>Sina Bank, with its own money.</summary>
    public const string Sina = "SINA";

    /// <summary>The servicing bank: fees, and whatever is not the funders'. It has no share in a loan.</summary>
    public const string Servicer = "SERVICER";
}
