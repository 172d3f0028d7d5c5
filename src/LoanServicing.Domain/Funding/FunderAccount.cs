using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Funding;

/// <summary>One funder's money in the pool, in rials.</summary>
/// <param name="Committed">Promised by the agreement; no limit by itself, since cash may lag behind it.</param>
/// <param name="Deposited">Recorded by finance with two persons.</param>
/// <param name="Reserved">Promised to applications and not paid out, orders at the bank included.</param>
/// <param name="Drawn">Paid out and not come back whole.</param>
/// <param name="Collected">Principal repaid by borrowers and held for the funder.</param>
/// <param name="Remitted">Paid back to the funder.</param>
/// <param name="WrittenOff">Principal given up.</param>
/// <param name="Recovered">Come back of principal given up, and held for the funder.</param>
/// <param name="Compensated">
/// What the other funder has paid for it of its losses, and held for it as collections are; negative where it has paid for the other (docs/adr/0021-write-off.md).
/// </param>
public sealed record FunderAccount(
    string Funder, Rials Committed, Rials Deposited, Rials Reserved, Rials Drawn, Rials Collected, Rials Remitted, Rials WrittenOff, Rials Recovered = default,
    Rials Compensated = default)
{
    /// <summary>What deposits leave beside what is promised and drawn; never negative (rule R5). Collections and recoveries are not lent again.</summary>
    public Rials Uncommitted => Deposited - Reserved - Drawn;

    /// <summary>
    /// What may still be promised: <see cref="Uncommitted"/>, less what the funder was paid back of collections that turned out to be none, as when a
    /// payment came back whole, and less what it paid out of its deposits for the other's losses.
    /// </summary>
    public Rials Lendable => Uncommitted - Rials.Max(Rials.Zero, -Remittable);

    /// <summary>
    /// What may be paid back to the funder: collected or recovered, and not paid back yet. What it deposited and nobody has borrowed stays, because it backs
    /// what is promised (rule R5).
    /// </summary>
    public Rials Remittable => Collected + Recovered + Compensated - Remitted;

    /// <summary>What borrowers owe the funder.</summary>
    public Rials Outstanding => Drawn - Collected - WrittenOff;

    /// <summary>What the bank holds for the funder (rule R9).</summary>
    public Rials Cash => Deposited + Collected + Recovered + Compensated - Drawn - Remitted;

    /// <summary>What of it is promised to nobody and on its way to nobody: out of this the funder can bear the other's losses (rule R5).</summary>
    public Rials Free => Cash - Reserved;

    /// <summary>What the funder bears of principal given up, its own or the other's, whatever has come back since.</summary>
    public Rials LossesBorne => WrittenOff - Compensated;
}
