using LoanServicing.Domain.Payments;

namespace LoanServicing.Disbursement.BankFiles;

/// <summary>The dialects that a payment file can be written in.</summary>
public enum PaymentFileFormat
{
    /// <summary>ISO 20022 <c>pain.001.001.09</c>; the file tells its rail.</summary>
    Pain001 = 1,

    /// <summary>The Paya batch file (domain.md section 6). It has no place for a rail, since it is of Paya alone.</summary>
    Ccti = 2,
}

/// <summary>How each dialect is called, and who writes it.</summary>
internal static class PaymentFileFormats
{
    public const string Pain001 = "pain.001.001.09";
    public const string Ccti = "ccti";

    public static string Name(this PaymentFileFormat format) => format == PaymentFileFormat.Ccti ? Ccti : Pain001;

    /// <summary>The dialect of that name; null where there is none.</summary>
    public static PaymentFileFormat? Of(string? name) => name switch
    {
        Pain001 => PaymentFileFormat.Pain001,
        Ccti => PaymentFileFormat.Ccti,
        _ => null,
    };

    /// <summary>Whether files of a rail may be written in it: who reads a ccti file takes its orders for Paya's.</summary>
    public static bool Fits(this PaymentFileFormat format, PaymentRail rail) => format == PaymentFileFormat.Pain001 || rail == PaymentRail.Paya;

    /// <summary>The bytes to be given to the bank, the same for the same content.</summary>
    public static byte[] Render(PaymentFile file) => file.Format == PaymentFileFormat.Ccti ? CctiFile.Render(file) : PaymentFileXml.Render(file);

    /// <summary>What the file is called in the bank's folder.</summary>
    public static string FileName(this PaymentFile file) => file.MessageId + (file.Format == PaymentFileFormat.Ccti ? ".ccti" : ".xml");
}
