using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Domain.Tests.Journal;

public class PostingsTests
{
    private static readonly FunderShares Shares = new(new Rials(25), new Rials(59));

    [Fact]
    public void A_contribution_raises_the_funders_cash_and_deposit() =>
        Assert.Equal(
            [new Transfer(Accounts.Cash, Accounts.Deposited, Funders.Sina, null, new Rials(7))],
            Postings.Contribution(Origin(), Funders.Sina, new Rials(7)).Lines);

    [Fact]
    public void An_order_takes_each_funders_share_from_cash_into_clearing() =>
        Assert.Equal(PerFunder(Accounts.Clearing, Accounts.Cash), Postings.DisbursementOrdered(Origin(), "health", Shares).Lines);

    [Fact]
    public void A_payment_takes_each_funders_share_from_clearing_into_loans() =>
        Assert.Equal(PerFunder(Accounts.LoansDisbursed, Accounts.Clearing), Postings.Disbursement(Origin(), "health", Shares).Lines);

    [Fact]
    public void A_refused_order_is_the_order_reversed() =>
        Assert.Equal(
            Postings.DisbursementOrdered(Origin(), "health", Shares).Lines.Select(line => new Transfer(line.Credit, line.Debit, line.Owner, line.Tranche, line.Amount)),
            Postings.DisbursementFailed(Origin(), "health", Shares).Lines);

    [Fact]
    public void A_payment_that_came_back_leaves_what_was_paid_out_visible() =>
        Assert.Equal(PerFunder(Accounts.Cash, Accounts.LoansReturned), Postings.DisbursementReturned(Origin(), "health", Shares).Lines);

    [Fact]
    public void A_receipt_goes_to_the_funders_the_servicer_and_the_borrower()
    {
        var lines = Postings.Repayment(Origin(), "health", new PostingParts(Shares, new Rials(3), new Rials(4))).Lines;

        Assert.Equal(
            [
                .. PerFunder(Accounts.Cash, Accounts.LoansCollected),
                new Transfer(Accounts.Cash, Accounts.FeeIncome, Funders.Servicer, "health", new Rials(3)),
                new Transfer(Accounts.Cash, Accounts.BorrowerCredit, Funders.Servicer, "health", new Rials(4)),
            ],
            lines);
    }

    [Fact]
    public void A_negative_difference_is_the_opposite_transfer_and_a_zero_one_has_no_line()
    {
        var lines = Postings.Repayment(Origin(), "health", new PostingParts(new FunderShares(new Rials(-2), Rials.Zero), new Rials(-1), new Rials(9))).Lines;

        Assert.Equal(
            [
                new Transfer(Accounts.LoansCollected, Accounts.Cash, Funders.Alavi, "health", new Rials(2)),
                new Transfer(Accounts.FeeIncome, Accounts.Cash, Funders.Servicer, "health", new Rials(1)),
                new Transfer(Accounts.Cash, Accounts.BorrowerCredit, Funders.Servicer, "health", new Rials(9)),
            ],
            lines);
    }

    [Fact]
    public void What_is_paid_for_lateness_is_the_servicers_or_owed_to_charity_and_a_negative_difference_is_the_opposite()
    {
        var paid = new PostingParts(Shares, Rials.Zero, Rials.Zero, LateCharges: new Rials(6), Charity: new Rials(2));
        var takenBack = new PostingParts(FunderShares.Zero, Rials.Zero, new Rials(9), LateCharges: new Rials(-6), Charity: new Rials(-2));

        Assert.Equal((new Rials(92), new Rials(1)), (paid.Amount, takenBack.Amount));
        Assert.Equal(
            [
                .. PerFunder(Accounts.Cash, Accounts.LoansCollected),
                new Transfer(Accounts.Cash, Accounts.LateCharges, Funders.Servicer, "health", new Rials(6)),
                new Transfer(Accounts.Cash, Accounts.CharityPayable, Funders.Servicer, "health", new Rials(2)),
            ],
            Postings.Repayment(Origin(), "health", paid).Lines);
        Assert.Equal(
            [
                new Transfer(Accounts.Suspense, Accounts.Cash, Funders.Servicer, null, new Rials(1)),
                new Transfer(Accounts.LateCharges, Accounts.Cash, Funders.Servicer, "health", new Rials(6)),
                new Transfer(Accounts.CharityPayable, Accounts.Cash, Funders.Servicer, "health", new Rials(2)),
                new Transfer(Accounts.Cash, Accounts.BorrowerCredit, Funders.Servicer, "health", new Rials(9)),
            ],
            Postings.RepaymentFromSuspense(Origin(), "health", takenBack).Lines);
    }

    [Fact]
    public void What_is_owed_to_charity_is_never_income_and_what_is_paid_for_lateness_never_a_funders()
    {
        foreach (var earned in Accounts.All.Where(account => account.Kind is AccountKind.Income or AccountKind.ContraIncome))
        {
            Assert.Throws<ArgumentException>(() => new Transfer(Accounts.CharityPayable, earned, Funders.Servicer, null, new Rials(1)));
            Assert.Throws<ArgumentException>(() => new Transfer(earned, Accounts.CharityPayable, Funders.Servicer, null, new Rials(1)));
        }

        foreach (var account in new[] { Accounts.LateCharges, Accounts.LateChargesSettled, Accounts.CharityPayable })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new Transfer(Accounts.Cash, account, Funders.Sina, "health", new Rials(1)));
            Assert.Throws<ArgumentOutOfRangeException>(() => new Transfer(account, Accounts.Cash, Funders.Alavi, "health", new Rials(1)));
        }
    }

    [Fact]
    public void An_entry_without_lines_is_refused() =>
        Assert.Throws<ArgumentException>(() => Postings.Repayment(Origin(), "health", new PostingParts(FunderShares.Zero, Rials.Zero, Rials.Zero)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_transfer_of_nothing_or_less_is_refused(long amount) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Transfer(Accounts.Cash, Accounts.Deposited, Funders.Sina, null, new Rials(amount)));

    [Fact]
    public void A_transfer_to_the_same_account_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Transfer(Accounts.Cash, Accounts.Cash, Funders.Sina, null, new Rials(1)));

    [Fact]
    public void A_transfer_of_an_unknown_owner_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Transfer(Accounts.Cash, Accounts.Deposited, "BANK", null, new Rials(1)));

    [Fact]
    public void Every_account_is_found_by_its_code_and_no_other_is()
    {
        Assert.All(Accounts.All, account => Assert.Same(account, Accounts.Of(account.Code)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Accounts.Of("GOODWILL"));
    }

    [Fact]
    public void What_leaves_the_account_leaves_the_cash_of_whose_it_was()
    {
        Assert.Equal([new Transfer(Accounts.Remitted, Accounts.Cash, Funders.Sina, null, new Rials(7))], Postings.Remittance(Origin(), Funders.Sina, new Rials(7)).Lines);
        Assert.Equal([new Transfer(Accounts.FeesSettled, Accounts.Cash, Funders.Servicer, null, new Rials(7))], Postings.FeeSettlement(Origin(), new Rials(7)).Lines);
        Assert.Equal([new Transfer(Accounts.LateChargesSettled, Accounts.Cash, Funders.Servicer, null, new Rials(7))], Postings.LateChargeSettlement(Origin(), new Rials(7)).Lines);
        Assert.Equal([new Transfer(Accounts.CharityPayable, Accounts.Cash, Funders.Servicer, null, new Rials(7))], Postings.CharityPayment(Origin(), new Rials(7)).Lines);
        Assert.Equal([new Transfer(Accounts.BorrowerCredit, Accounts.Cash, Funders.Servicer, "health", new Rials(7))], Postings.CreditRefund(Origin(), "health", new Rials(7)).Lines);
    }

    [Fact]
    public void A_receipt_that_is_taken_back_gives_what_its_replay_gives_and_names_the_entry_that_it_corrects()
    {
        var (origin, receipt) = (Origin(), Guid.CreateVersion7());
        var parts = new PostingParts(FunderShares.Zero - Shares, new Rials(-3), new Rials(1));

        var reversal = Postings.ReceiptReversal(origin, receipt, "health", parts);

        Assert.Equal((EntryKinds.ReceiptReversal, receipt), (reversal.Kind, reversal.Origin.Corrects));
        Assert.Equal(
            [
                .. PerFunder(Accounts.LoansCollected, Accounts.Cash),
                new Transfer(Accounts.FeeIncome, Accounts.Cash, Funders.Servicer, "health", new Rials(3)),
                new Transfer(Accounts.Cash, Accounts.BorrowerCredit, Funders.Servicer, "health", new Rials(1)),
            ],
            reversal.Lines);
    }

    [Fact]
    public void A_write_off_moves_no_cash_and_a_recovery_leaves_the_loss_as_it_was()
    {
        var entries = new[]
        {
            Postings.Contribution(Origin(), Funders.Alavi, new Rials(25)),
            Postings.Contribution(Origin(), Funders.Sina, new Rials(59)),
            Postings.DisbursementOrdered(Origin(), "health", Shares),
            Postings.Disbursement(Origin(), "health", Shares),
            Postings.WriteOff(Origin(), "health", Shares),
            Postings.Repayment(Origin(), "health", new PostingParts(FunderShares.Zero, Rials.Zero, Rials.Zero, Recovered: new FunderShares(new Rials(5), new Rials(12)))),
            Postings.Repayment(Origin(), "health", new PostingParts(new FunderShares(new Rials(1), new Rials(2)), Rials.Zero, Rials.Zero, new FunderShares(new Rials(-1), new Rials(-2)))),
        };
        var (books, figures) = (new TrialBalance(), new JournalFigures());
        foreach (var entry in entries)
        {
            figures.Add(entry);
            foreach (var line in entry.Lines)
            {
                books.Add(line);
            }
        }

        var sina = FundStatement.Of(books, Funders.Sina);
        Assert.Equal((57, 57, 12, 0, 14), (sina.WrittenOff.Value, sina.Lost.Value, sina.Recovered.Value, sina.Outstanding.Value, sina.CashHeld.Value));
        Assert.Empty(BookIdentities.Problems(books));
        var conserved = Conservation.Of([.. figures.Balances.Values], ["health"], new Dictionary<string, FunderShares>());
        Assert.All(conserved.Funders.SelectMany(each => each.Identities).Concat(conserved.Tranches.SelectMany(each => each.Identities)), identity => Assert.True(identity.Holds, identity.Name));
        Assert.Contains(conserved.Funders[1].Identities, identity => identity.Name == "losses");
        Assert.Equal(17, figures.Loans.Values.Select(loan => loan.Recovered.Total).Sum().Value);
    }

    [Fact]
    public void A_loss_that_no_funder_bears_does_not_close()
    {
        var books = new TrialBalance();
        books.Add(new Transfer(Accounts.Suspense, Accounts.LoansWrittenOff, Funders.Sina, "health", new Rials(9)));

        Assert.Contains("SINA has lost 0 rials, and 9 of its principal are written off", BookIdentities.Problems(books));
    }

    [Fact]
    public void The_bank_holds_what_was_collected_and_not_paid_out_again()
    {
        var books = new TrialBalance();
        foreach (var entry in new[]
        {
            Postings.Contribution(Origin(), Funders.Sina, new Rials(100)),
            Postings.Repayment(Origin(), "health", new PostingParts(Shares, new Rials(10), new Rials(6), LateCharges: new Rials(20), Charity: new Rials(30))),
            Postings.Remittance(Origin(), Funders.Sina, new Rials(9)),
            Postings.FeeSettlement(Origin(), new Rials(4)),
            Postings.LateChargeSettlement(Origin(), new Rials(7)),
            Postings.CharityPayment(Origin(), new Rials(8)),
            Postings.CreditRefund(Origin(), "health", new Rials(1)),
        })
        {
            foreach (var line in entry.Lines)
            {
                books.Add(line);
            }
        }

        Assert.Equal(new BankPosition(new Rials(100 + 84 - 9), Rials.Zero, new Rials(6), Rials.Zero, new Rials(5), new Rials(13), new Rials(22)), BankPosition.Of(books));
        Assert.Equal(new Rials(9), FundStatement.Of(books, Funders.Sina).Remitted);
        Assert.Empty(BookIdentities.Problems(books));
    }

    [Fact]
    public void The_banks_identity_names_what_was_paid_for_lateness_only_where_there_is_any()
    {
        static BookIdentity Of(PostingParts parts)
        {
            var figures = new JournalFigures();
            figures.Add(Postings.Repayment(Origin(), "health", parts));
            return Conservation.Of([.. figures.Balances.Values], [], new Dictionary<string, FunderShares>()).BankIdentity;
        }

        var (none, both) = (new PostingParts(Shares, new Rials(3), new Rials(4)), new PostingParts(Shares, new Rials(3), new Rials(4), LateCharges: new Rials(5), Charity: new Rials(6)));

        Assert.Equal("funders' cash + clearing + fees held + suspense + borrowers' credit = cash of all owners + clearing", Of(none).Equation);
        Assert.Equal(
            "funders' cash + clearing + fees held + late charges held + owed to charity + suspense + borrowers' credit = cash of all owners + clearing", Of(both).Equation);
        Assert.Equal((102L, true), (Of(both).Left.Value, Of(both).Holds));
    }

    private static Transfer[] PerFunder(Account debit, Account credit) =>
    [
        new(debit, credit, Funders.Alavi, "health", Shares.Alavi),
        new(debit, credit, Funders.Sina, "health", Shares.Sina),
    ];

    private static EntryOrigin Origin() => Origins.At(new LocalDate(2026, 11, 22));
}
