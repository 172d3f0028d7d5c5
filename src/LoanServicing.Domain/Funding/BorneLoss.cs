using LoanServicing.Domain.Money;

namespace LoanServicing.Domain.Funding;

/// <summary>
/// Who bears the loss of a loan, where one funder bears the losses of both first (docs/adr/0021-write-off.md). What it bears beyond its own it pays the other,
/// as far as it has free cash.
/// </summary>
/// <param name="First">The funder that bears the losses of both first.</param>
/// <param name="Loss">By whose principal it was.</param>
/// <param name="Borne">By who bears it; as much in all.</param>
public sealed record BorneLoss(string First, FunderShares Loss, FunderShares Borne)
{
    /// <summary>What each funder has got from the other, negative for the one that paid; nothing in all.</summary>
    public FunderShares Compensated => Loss - Borne;

    /// <summary>Whether all of the loss is borne, and by the first funder at least its own. A damaged row is answered too.</summary>
    public bool Holds => First is Funders.Alavi or Funders.Sina
        && !Loss.Alavi.IsNegative && !Loss.Sina.IsNegative && !Borne.Alavi.IsNegative && !Borne.Sina.IsNegative
        && (Int128)Loss.Alavi.Value + Loss.Sina.Value == (Int128)Borne.Alavi.Value + Borne.Sina.Value && Borne.Of(First) >= Loss.Of(First);

    private string Other => First == Funders.Alavi ? Funders.Sina : Funders.Alavi;

    /// <summary>Nothing is lost yet.</summary>
    public static BorneLoss None(string first) => new(first, FunderShares.Zero, FunderShares.Zero);

    /// <summary>Whether the other funder's own loss becomes larger, so that the first may have more to bear.</summary>
    public bool Grows(FunderShares loss) => loss.Of(Other) > Loss.Of(Other);

    /// <summary>
    /// The loss has changed. What the other funder's grows by, the first bears as far as it can pay. What it shrinks by, it shrinks by in reverse: first what the
    /// other still bears itself, then what was paid for it, which it pays back; it has that much principal of the same posting.
    /// </summary>
    /// <param name="free">The first funder's free cash after the posting, but for what it pays the other by it.</param>
    public BorneLoss Become(FunderShares loss, Rials free)
    {
        var paid = Compensated.Of(Other);
        paid = Grows(loss)
            ? paid + Rials.Min(loss.Of(Other) - Loss.Of(Other), Rials.Max(Rials.Zero, free))
            : Rials.Min(paid, loss.Of(Other));
        return this with { Loss = loss, Borne = loss - (First == Funders.Alavi ? new FunderShares(-paid, paid) : new FunderShares(paid, -paid)) };
    }

    /// <summary>What each funder has back of the loss once this much has come back of it: cumulatively by what it bears, half up for Alavi as rule R4 divides.</summary>
    /// <param name="recovered">In rials, from zero to the whole loss.</param>
    public FunderShares Recovered(Rials recovered) => Borne.Standing(recovered);
}
