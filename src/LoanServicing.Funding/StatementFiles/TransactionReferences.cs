namespace LoanServicing.Funding.StatementFiles;

/// <summary>
/// What a transaction of a camt.053 is called by those who handled it (<c>Refs</c>), each in its one writing and null where the bank gave none. They tell
/// apart two lines that are alike in all else; a CSV has none.
/// </summary>
internal readonly record struct TransactionReferences(string? Message, string? PaymentInformation, string? Instruction, string? Transaction, string? AccountServicer)
{
    public static TransactionReferences Of(XmlScope detail) => new(
        BoundedText.Reference(detail.Text("Refs/MsgId")),
        BoundedText.Reference(detail.Text("Refs/PmtInfId")),
        BoundedText.Reference(detail.Text("Refs/InstrId")),
        BoundedText.Reference(detail.Text("Refs/TxId")),
        BoundedText.Reference(detail.Text("Refs/AcctSvcrRef")));
}
