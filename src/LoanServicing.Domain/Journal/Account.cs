namespace LoanServicing.Domain.Journal;

/// <summary>What an account's balance means.</summary>
public enum AccountKind
{
    /// <summary>Owned or owed to us; grows by debits.</summary>
    Asset,

    /// <summary>Taken off an asset; grows by credits.</summary>
    ContraAsset,

    /// <summary>Held for somebody else; grows by credits.</summary>
    Liability,

    /// <summary>What the funders put in; grows by credits.</summary>
    Capital,

    /// <summary>Paid back to the funders, taken off what they put in; grows by debits.</summary>
    ContraCapital,

    /// <summary>Earned by the servicing bank; grows by credits.</summary>
    Income,

    /// <summary>Earned and paid out to the servicing bank, taken off its income; grows by debits.</summary>
    ContraIncome,
}

/// <summary>An account of the journal. There are no others than those of <see cref="Accounts"/>.</summary>
public sealed record Account
{
    internal Account(string code, AccountKind kind)
    {
        Code = code;
        Kind = kind;
    }

    /// <summary>As it is stored and shown, for instance <c>LOANS_DISBURSED</c>.</summary>
    public string Code { get; }

    public AccountKind Kind { get; }

    /// <summary>Whether a debit makes the balance larger.</summary>
    public bool GrowsByDebit => Kind is AccountKind.Asset or AccountKind.ContraCapital or AccountKind.ContraIncome;

    public override string ToString() => Code;
}
