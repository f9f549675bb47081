import { matrixPart } from './matrix.ts';

matrixPart(1, 2);
